package io.castellan.server.zk.store;

import io.castellan.server.storage.AppendFile;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.metrics.LogMetrics;
import io.castellan.server.zk.peer.TxnLogWriter;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction log as it is written: appends gather, {@link #force} brings them to the disk
 * together. Owned by the txnlog lane.
 *
 * <p>A file is made at the first append after {@link #roll}, and is named for that entry. Nothing
 * is ever appended to a file of an earlier run.
 *
 * <p>An error leaves the log failed: every later call throws it again. A later transaction would
 * otherwise stand in the log without the one that failed.
 */
public final class TxnLog implements TxnLogWriter {
  private static final Logger log = LoggerFactory.getLogger(TxnLog.class);

  /** How much is gathered before it is written, though not forced. */
  private static final int GATHER_BYTES = 1 << 18;

  /** How close to the end of the room the next step of it is made, as in stock. */
  private static final int ROOM_MARGIN_BYTES = 4096;

  /** How far ahead of what is written the room holds real zeros. */
  private static final int ZEROED_BYTES = 1 << 18;

  private final StoreLayout layout;
  private final TxnLogSettings settings;
  private final LongSupplier nanoTime;
  private final LogMetrics metrics;
  private final ByteBuf gathered = Unpooled.directBuffer(GATHER_BYTES);
  private final JuteWriter writer = new JuteWriter(gathered);
  private @Nullable AppendFile file;
  private @Nullable StorageException failure;
  private long fileSize;
  private long zeroedUntil;

  /** On which page the first entry begins that has not been forced; -1 when all have been. */
  private long batchPage = -1;

  /** How many entries have not been forced. */
  private int batchCount;

  /**
   * A log whose first append makes a new file.
   *
   * @param nanoTime a monotonic clock, for noticing slow disks
   */
  public TxnLog(
      StoreLayout layout, TxnLogSettings settings, LongSupplier nanoTime, LogMetrics metrics) {
    this.layout = layout;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.metrics = metrics;
  }

  @Override
  public int append(LoggedTxn txn) {
    checkUsable();
    try {
      return doAppend(txn);
    } catch (StorageException e) {
      throw fail(e);
    }
  }

  /**
   * Returns once everything that has been appended is on stable storage; afterwards a file beyond
   * its limit is rolled.
   */
  @Override
  public void force() {
    checkUsable();
    AppendFile current = file;
    if (current == null) {
      return;
    }
    try {
      doForce(current);
    } catch (StorageException e) {
      throw fail(e);
    }
    if (settings.sizeLimitBytes() > 0 && current.position() > settings.sizeLimitBytes()) {
      roll();
    }
  }

  /** Forces what has been appended and closes the file; the next append begins another. */
  @Override
  public void roll() {
    checkUsable();
    AppendFile current = file;
    if (current == null) {
      return;
    }
    try {
      doForce(current);
      current.close();
    } catch (StorageException e) {
      throw fail(e);
    }
    file = null;
  }

  /** Forces what has been appended, unless the log has failed, and closes it. */
  @Override
  public void close() {
    try {
      if (failure == null) {
        roll();
      }
    } finally {
      gathered.release();
      if (file != null) {
        file.close();
      }
    }
  }

  /** Encodes the transaction where it will be written from. */
  private int doAppend(LoggedTxn txn) {
    AppendFile current = file == null ? create(txn.zxid()) : file;
    int start = gathered.writerIndex();
    gathered.writeLong(0);
    int mark = writer.beginLength();
    txn.write(writer);
    markIfOnLaterPage(current.position() + start, current.position() + gathered.writerIndex());
    writer.endLength(mark);
    int blobStart = start + LogFormat.PREFIX_BYTES;
    ByteBuf blob = gathered.slice(blobStart, gathered.writerIndex() - blobStart);
    gathered.setLong(start, LogFormat.checksum(blob));
    gathered.writeByte(LogFormat.END);
    int bytes = gathered.writerIndex() - start;
    if (gathered.readableBytes() >= GATHER_BYTES) {
      write(current);
    }
    return bytes;
  }

  /**
   * Makes entries of one force known as such where they lie on several pages, which may reach the
   * disk in any order: {@link UnforcedBatch} tells the rest.
   *
   * @param first where the entry begins in the file
   * @param last where its end byte would stand
   */
  private void markIfOnLaterPage(long first, long last) {
    if (batchPage < 0) {
      batchPage = first / LogFormat.PAGE_BYTES;
    }
    if (last / LogFormat.PAGE_BYTES > batchPage && batchCount <= LogFormat.MOST_BEFORE) {
      gathered.writeByte(LogFormat.LATER_PAGE).writeShort(batchCount);
    }
    batchCount++;
  }

  private AppendFile create(long zxid) {
    AppendFile created = AppendFile.create(layout.log(zxid));
    file = created;
    fileSize = LogFormat.HEADER_BYTES;
    batchPage = 0;
    zeroedUntil = 0;
    gathered.writeInt(LogFormat.MAGIC).writeInt(LogFormat.VERSION).writeLong(0);
    return created;
  }

  private void doForce(AppendFile current) {
    write(current);
    if (!settings.forceSync()) {
      return;
    }
    long before = nanoTime.getAsLong();
    current.force(false);
    batchPage = -1;
    batchCount = 0;
    long tookMs = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - before);
    boolean slow = tookMs > settings.fsyncWarnMs();
    metrics.onForced(tookMs, slow);
    if (slow) {
      log.warn("forcing the transaction log was slow ms={} file={}", tookMs, current.path());
    }
  }

  private void write(AppendFile current) {
    if (gathered.isReadable()) {
      makeRoom(current, gathered.readableBytes());
      current.append(gathered);
      gathered.clear();
    }
  }

  /**
   * Makes the file grow ahead of what is written, so that most forces need not write its size, nor
   * where its blocks are.
   */
  private void makeRoom(AppendFile current, int bytes) {
    long step = settings.preallocBytes();
    if (step <= 0) {
      return;
    }
    long needed = current.position() + bytes + ROOM_MARGIN_BYTES;
    if (needed >= fileSize) {
      fileSize += (needed - fileSize + step) / step * step;
      current.extend(fileSize);
    }
    long end = current.position() + bytes;
    if (end > zeroedUntil) {
      zeroedUntil = Math.min(end + ZEROED_BYTES, fileSize);
      current.zero(end, zeroedUntil);
    }
  }

  private void checkUsable() {
    if (failure != null) {
      throw failure;
    }
  }

  private StorageException fail(StorageException e) {
    failure = e;
    return e;
  }
}
