package io.castellan.server.zk.store;

import io.castellan.server.storage.StorageException;
import io.castellan.zk.protocol.txn.TxnHeader;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;

/**
 * Looks for whole entries behind damage, where nothing tells at which position one begins. Owned by
 * one thread.
 */
public final class EntrySearch {
  private static final int CHUNK_BYTES = 1 << 16;

  private final FileWindow file;
  private final int maxLengthBytes;

  EntrySearch(FileWindow file, int maxLengthBytes) {
    this.file = file;
    this.maxLengthBytes = maxLengthBytes;
  }

  /**
   * Returns where the first whole entry begins, -1 if there is none.
   *
   * @param from the position to begin at, in bytes
   * @param zxid of the last transaction before the damage; what is not newer counts as no entry
   * @throws StorageException if the file cannot be read
   */
  public static long find(Path log, long from, long zxid, int maxLengthBytes) {
    try (FileWindow file = new FileWindow(log)) {
      return new EntrySearch(file, maxLengthBytes).find(from, zxid);
    }
  }

  /** Returns where the first whole entry from a position on begins, -1 if there is none. */
  long find(long from, long zxid) {
    long at = from;
    while (at + LogFormat.OVERHEAD_BYTES + TxnHeader.BYTES <= file.size()) {
      // The lower half of a checksum field is never 0, so an entry begins at most 7 bytes before
      // something that is not.
      long nonZero = firstNonZero(at + Integer.BYTES, file.size());
      if (nonZero < 0) {
        return -1;
      }
      at = Math.max(at, nonZero - Long.BYTES + 1);
      if (isWholeEntry(at, zxid)) {
        return at;
      }
      at++;
    }
    return -1;
  }

  /** Returns where the first byte is that is not zero, -1 if there is none. */
  long firstNonZero(long from, long until) {
    long at = from;
    while (at < until) {
      int length = (int) Math.min(CHUNK_BYTES, until - at);
      ByteBuf chunk = file.at(at, length);
      int found = chunk == null ? -1 : chunk.forEachByte(b -> b == 0);
      if (found >= 0) {
        return at + found;
      }
      at += length;
    }
    return -1;
  }

  private boolean isWholeEntry(long at, long zxid) {
    ByteBuf prefix = file.at(at, LogFormat.PREFIX_BYTES);
    // An Adler-32 fills the lower half of the checksum field only, and is never 0.
    if (prefix == null || prefix.getInt(0) != 0 || prefix.getInt(Integer.BYTES) == 0) {
      return false;
    }
    int length = prefix.getInt(Long.BYTES);
    if (length < TxnHeader.BYTES || length > maxLengthBytes) {
      return false;
    }
    long checksum = prefix.getLong(0);
    ByteBuf entry = file.at(at, LogFormat.OVERHEAD_BYTES + length);
    if (entry == null || entry.getByte(LogFormat.PREFIX_BYTES + length) != LogFormat.END) {
      return false;
    }
    ByteBuf blob = entry.slice(LogFormat.PREFIX_BYTES, length);
    return LogFormat.checksum(blob) == checksum && blob.getLong(LogFormat.ZXID_AT) > zxid;
  }
}
