package io.castellan.server.zk.tool;

import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.store.EntrySearch;
import io.castellan.server.zk.store.LogFormat;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a log as they stand there, right or wrong: unlike a server's own reader, this one
 * hands out what a checksum does not fit.
 */
final class RawLog implements AutoCloseable {
  private static final int EXIT_CANNOT_READ = 1;
  private static final int EXIT_NO_LOG = 2;

  /** No entry is longer, whatever a damaged length says. */
  private static final int MAX_ENTRY = 1 << 30;

  private final Path path;
  private final long size;
  private final DataInputStream in;
  private final long dbid;
  private long position = LogFormat.HEADER_BYTES;
  private long lastZxid;

  RawLog(Path path) throws ToolException {
    this.path = path;
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new ToolException(EXIT_CANNOT_READ, "File doesn't exist or not readable: " + path);
    }
    InputStream opened = null;
    try {
      this.size = Files.size(path);
      opened = Files.newInputStream(path);
      this.in = new DataInputStream(new BufferedInputStream(opened, 1 << 16));
      this.dbid = readHeader();
    } catch (IOException e) {
      closeAfter(e, opened);
      throw StorageException.failed("read", path, e);
    } catch (ToolException e) {
      closeAfter(e, opened);
      throw e;
    }
  }

  /**
   * An entry.
   *
   * @param position where it begins
   * @param checksum as it stands there
   */
  record Entry(long position, long checksum, byte[] blob) {
    boolean isIntact() {
      return checksum == computedChecksum();
    }

    long computedChecksum() {
      return LogFormat.checksum(Unpooled.wrappedBuffer(blob));
    }

    /** Returns the zxid, or -1 if the entry is too short to have one. */
    long zxid() {
      int end = LogFormat.ZXID_AT + Long.BYTES;
      return blob.length < end ? -1 : Unpooled.wrappedBuffer(blob).getLong(LogFormat.ZXID_AT);
    }
  }

  long dbid() {
    return dbid;
  }

  /**
   * Returns the next entry, or null where the log ends: at the end of the file, at room that was
   * made in advance, or within an entry that was not written to its end.
   *
   * @throws ToolException if an entry is complete but for the mark at its end, or if what looks
   *     like the end has a whole entry behind it, which a copy of the log would silently lack
   */
  @Nullable Entry next() throws ToolException {
    try {
      long checksum = in.readLong();
      int length = in.readInt();
      if (length <= 0 || position + LogFormat.OVERHEAD_BYTES + length > size) {
        refuseIfEntryFollows(length);
        return null;
      }
      byte[] blob = new byte[length];
      in.readFully(blob);
      if (in.readByte() != LogFormat.END) {
        throw new ToolException(
            EXIT_CANNOT_READ,
            "Last transaction was partial. File " + path + " position " + position);
      }
      Entry entry = new Entry(position, checksum, blob);
      position += LogFormat.OVERHEAD_BYTES + length;
      if (entry.isIntact()) {
        lastZxid = entry.zxid();
      }
      return entry;
    } catch (EOFException e) {
      return null;
    } catch (IOException e) {
      throw StorageException.failed("read", path, e);
    }
  }

  private void refuseIfEntryFollows(int length) throws ToolException {
    long behind = EntrySearch.find(path, position + 1, lastZxid, (int) Math.min(size, MAX_ENTRY));
    if (behind >= 0) {
      throw new ToolException(
          EXIT_CANNOT_READ,
          "Damaged at position %d of %s: entry length %d, and a whole entry follows at position %d;"
                  .formatted(position, path, length, behind)
              + " the last transaction before it is 0x%x".formatted(lastZxid));
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw StorageException.failed("close", path, e);
    }
  }

  private long readHeader() throws IOException, ToolException {
    if (size < LogFormat.HEADER_BYTES) {
      throw new ToolException(
          EXIT_CANNOT_READ, path + ": size " + size + " (expected: a header of 16 bytes)");
    }
    if (in.readInt() != LogFormat.MAGIC) {
      throw new ToolException(EXIT_NO_LOG, "Invalid magic number for " + path.getFileName());
    }
    in.readInt(); // every release reads whatever version stands here
    return in.readLong();
  }

  private static void closeAfter(Exception cause, @Nullable InputStream opened) {
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }
}
