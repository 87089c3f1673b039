package io.castellan.server.zk.disk;

import io.castellan.server.lane.Clock;
import io.castellan.server.storage.AppendFile;
import io.castellan.server.storage.Directories;
import io.castellan.server.zk.peer.TxnLogWriter;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction log that is being written. Owned by the txnlog lane.
 *
 * <p>Entries collect in one buffer and are written and forced together. The file is grown by zeros
 * in large steps, so that a force has no change of the file's size to write down as well.
 */
final class TxnLog implements TxnLogWriter {
  private static final Logger log = LoggerFactory.getLogger(TxnLog.class);
  private static final int FIRST_BUFFER_BYTES = 64 * 1024;
  private static final int FULL_BUFFER_BYTES = 1024 * 1024;

  /** The file grows when less than this is left of it. */
  private static final int ROOM_BYTES = 4096;

  private final Path directory;
  private final Settings settings;
  private final Clock clock;
  private final ByteBuf buffer = Unpooled.directBuffer(FIRST_BUFFER_BYTES);
  private final JuteWriter writer = new JuteWriter(buffer);
  private final Adler32 checksum = new Adler32();
  private @Nullable AppendFile file;
  private boolean isForced = true;

  /**
   * @param preAllocBytes by how much a file grows; 0 or less: as it is written
   * @param sizeLimitBytes the size at which a file is full; 0 or less for no limit
   * @param forceSync whether a force reaches the disk
   * @param slowForceMs a force that takes longer is told of
   */
  record Settings(long preAllocBytes, long sizeLimitBytes, boolean forceSync, long slowForceMs) {}

  TxnLog(Path directory, Settings settings, Clock clock) {
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public int append(LoggedTxn txn) {
    AppendFile target = file;
    if (target == null) {
      target = begin(txn.zxid());
      file = target;
    }
    int start = buffer.writerIndex();
    buffer.writeLong(0);
    int mark = writer.beginLength();
    txn.write(writer);
    writer.endLength(mark);
    int blob = start + LogFormat.ENTRY_HEADER_BYTES;
    checksum.reset();
    checksum.update(buffer.nioBuffer(blob, buffer.writerIndex() - blob));
    buffer.setLong(start, checksum.getValue());
    buffer.writeByte(LogFormat.ENTRY_END);
    int bytes = buffer.writerIndex() - start;
    isForced = false;
    if (buffer.readableBytes() >= FULL_BUFFER_BYTES) {
      write(target);
    }
    return bytes;
  }

  @Override
  public void force() {
    AppendFile target = file;
    if (target == null || isForced) {
      return;
    }
    write(target);
    if (settings.forceSync) {
      long startNanos = clock.nanoTime();
      target.force(false);
      long tookMs = (clock.nanoTime() - startNanos) / 1_000_000;
      if (tookMs > settings.slowForceMs) {
        log.warn("slow force of the transaction log ms={} file={}", tookMs, target.path());
      }
    }
    isForced = true;
    if (settings.sizeLimitBytes > 0 && target.position() > settings.sizeLimitBytes) {
      roll();
    }
  }

  @Override
  public void roll() {
    force();
    if (file != null) {
      file.close();
      file = null;
    }
  }

  @Override
  public void close() {
    try {
      roll();
    } finally {
      buffer.release();
    }
  }

  private AppendFile begin(long zxid) {
    Path path = ZxidFile.log(directory, zxid);
    // A crash may have left a file of this very name without a whole transaction in it: recovery
    // would have found one, and this zxid would be taken.
    Directories.delete(path);
    AppendFile created = AppendFile.create(path);
    buffer.writeInt(LogFormat.MAGIC);
    buffer.writeInt(LogFormat.VERSION);
    buffer.writeLong(LogFormat.DB_ID);
    return created;
  }

  private void write(AppendFile target) {
    makeRoom(target, target.position() + buffer.readableBytes());
    target.append(buffer);
    buffer.clear();
  }

  /** As a stock server: by one step, or past the position to the next multiple of the step. */
  private void makeRoom(AppendFile target, long positionAfter) {
    long step = settings.preAllocBytes;
    long size = target.size();
    if (step <= 0 || positionAfter + ROOM_BYTES < size) {
      return;
    }
    long wanted = size == 0 ? LogFormat.HEADER_BYTES + step : size + step;
    if (positionAfter > wanted) {
      wanted = positionAfter + step;
      wanted -= wanted % step;
    }
    target.extend(wanted);
  }
}
