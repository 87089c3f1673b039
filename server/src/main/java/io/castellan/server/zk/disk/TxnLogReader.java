package io.castellan.server.zk.disk;

import io.castellan.server.storage.StorageException;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one log file from its beginning. Owned by the thread that recovers. */
final class TxnLogReader {
  private static final Logger log = LoggerFactory.getLogger(TxnLogReader.class);
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Path path;
  private final boolean isNewest;
  private final Adler32 checksum = new Adler32();

  /**
   * @param isNewest whether no log follows this one, so that its tail may be torn
   */
  TxnLogReader(Path path, boolean isNewest) {
    this.path = path;
    this.isNewest = isNewest;
  }

  /**
   * Reads every transaction. A torn tail of the newest file is cut off.
   *
   * @throws StorageException when the file cannot be read, is no log, or is damaged
   */
  void read(Consumer<LoggedTxn> transactions) {
    long size;
    long end;
    try {
      size = Files.size(path);
      if (size == 0 && isNewest) {
        // ZOOKEEPER-4806: a crash right after the file was made.
        log.warn("empty transaction log removed file={}", path);
        Files.delete(path);
        return;
      }
      end = readEntries(size, transactions);
    } catch (IOException e) {
      throw StorageException.failed("read", path, e);
    }
    if (isNewest) {
      cutTornTail(end, size);
    }
  }

  /** Where the last whole transaction ends. */
  private long readEntries(long size, Consumer<LoggedTxn> transactions) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES))) {
      if (size < LogFormat.HEADER_BYTES) {
        if (isNewest) {
          return 0;
        }
        throw StorageException.corrupt(path, "size: " + size + " (expected: >= 16)");
      }
      int magic = in.readInt();
      int version = in.readInt();
      in.readLong();
      if (magic != LogFormat.MAGIC || version != LogFormat.VERSION) {
        if (isNewest && magic == 0) {
          return 0; // room was made for the header, and the crash came before it
        }
        throw StorageException.corrupt(
            path,
            0,
            "not a transaction log: 0x" + Integer.toHexString(magic) + " version " + version);
      }
      long position = LogFormat.HEADER_BYTES;
      while (true) {
        byte[] blob = readBlob(in, position, size);
        if (blob == null) {
          return position;
        }
        transactions.accept(decode(blob, position));
        position += LogFormat.ENTRY_HEADER_BYTES + blob.length + 1;
      }
    }
  }

  /** The next transaction's bytes, or null where the log ends. */
  private byte @Nullable [] readBlob(DataInputStream in, long position, long size)
      throws IOException {
    if (size - position < LogFormat.ENTRY_HEADER_BYTES) {
      return null;
    }
    long sum = in.readLong();
    int length = in.readInt();
    if (length == 0) {
      return null;
    }
    if (length < 0 || length > size - position - LogFormat.ENTRY_HEADER_BYTES - 1) {
      return null;
    }
    byte[] blob = new byte[length];
    in.readFully(blob);
    if (in.readByte() != LogFormat.ENTRY_END) {
      return null;
    }
    checksum.reset();
    checksum.update(blob);
    if (checksum.getValue() == sum) {
      return blob;
    }
    if (isNewest && isRestZero(in)) {
      return null; // the crash came while this one, the last, was on its way to the disk
    }
    throw StorageException.corrupt(path, position, "CRC check failed");
  }

  private static boolean isRestZero(DataInputStream in) throws IOException {
    byte[] chunk = new byte[BUFFER_BYTES];
    int read;
    while ((read = in.read(chunk)) > 0) {
      for (int i = 0; i < read; i++) {
        if (chunk[i] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private LoggedTxn decode(byte[] blob, long position) {
    try {
      // The length of the blob is the limit of everything in it.
      return LoggedTxn.read(new JuteReader(Unpooled.wrappedBuffer(blob), Integer.MAX_VALUE));
    } catch (JuteException e) {
      throw StorageException.corrupt(path, position, String.valueOf(e.getMessage()));
    }
  }

  /** Leaves zeros behind the last whole transaction alone: they are room made in advance. */
  private void cutTornTail(long end, long size) {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer probe =
          ByteBuffer.allocate((int) Math.min(LogFormat.ENTRY_HEADER_BYTES, size - end));
      int read = 0;
      while (probe.hasRemaining() && read >= 0) {
        read = channel.read(probe, end + probe.position());
      }
      boolean torn = false;
      for (byte b : probe.array()) {
        torn |= b != 0;
      }
      if (torn) {
        log.warn("torn transaction cut off position={} bytes={} file={}", end, size - end, path);
        channel.truncate(end);
        channel.force(true);
      }
    } catch (IOException e) {
      throw StorageException.failed("cut the torn end of", path, e);
    }
  }
}
