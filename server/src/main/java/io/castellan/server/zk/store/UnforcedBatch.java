package io.castellan.server.zk.store;

import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.netty.buffer.ByteBuf;

/**
 * Tells what a power loss has left of entries whose force had not returned, so that nobody was told
 * of them, from damage of entries that had been forced. Owned by one thread.
 *
 * <p>The pages of one force reach the disk in any order. If the power is cut meanwhile, pages are
 * missing, which are zeros here since a log is only ever written once, and whole entries may stand
 * behind them. Three things together tell that:
 *
 * <ul>
 *   <li>The file is the newest: making another forces the one before.
 *   <li>The damage is where at least a sector is missing, rather than wrong.
 *   <li>Every whole entry behind the damage bears the mark {@link LogFormat#LATER_PAGE}, which
 *       tells with which transaction the force began that it belongs to: one that is not after the
 *       first transaction that is missing.
 * </ul>
 *
 * <p>What remains is the damage of a disk that has lost what it had confirmed, just in what was
 * forced at last: of that no trace can be left, here as little as at the very end of a log.
 */
final class UnforcedBatch {
  private final FileWindow file;
  private final EntrySearch search;
  private final int maxLengthBytes;

  UnforcedBatch(FileWindow file, EntrySearch search, int maxLengthBytes) {
    this.file = file;
    this.search = search;
    this.maxLengthBytes = maxLengthBytes;
  }

  /**
   * Whether damage is part of what was never forced.
   *
   * @param damage where the first entry begins that is not whole
   * @param next where the first whole entry behind it begins
   * @param missingZxid of the first transaction that is not whole
   */
  boolean includes(long damage, long next, long missingZxid) {
    if (!lacksSector(damage, next)) {
      return false;
    }
    for (long at = next; at >= 0; ) {
      int length = lengthAt(at);
      if (!isForcedWith(missingZxid, at, length)) {
        return false;
      }
      at = search.find(at + LogFormat.OVERHEAD_BYTES + length, missingZxid);
    }
    return true;
  }

  /**
   * Whether an entry with a wrong checksum is part of what was never forced.
   *
   * @param damage where it begins
   * @param length of its bytes, as it stands there
   * @param missingZxid the one that it should have
   */
  boolean includesWrong(long damage, int length, long missingZxid) {
    long next = search.find(damage + 1, missingZxid);
    if (next >= 0) {
      return includes(damage, next, missingZxid);
    }
    long last = damage + LogFormat.PREFIX_BYTES + length - LogFormat.MARK_BYTES;
    ByteBuf mark = file.at(last, LogFormat.MARK_BYTES);
    return mark != null && mark.getByte(0) == LogFormat.LATER_PAGE && lacksSector(damage, last);
  }

  /** Whether a sector is zeros in a range, or the part of one in which the range begins. */
  private boolean lacksSector(long from, long until) {
    long end = from - from % LogFormat.SECTOR_BYTES + LogFormat.SECTOR_BYTES;
    // A checksum is never 0, though half of the field that it stands in is.
    if (end - from >= Long.BYTES && end <= until && search.firstNonZero(from, end) < 0) {
      return true;
    }
    for (long at = end; at + LogFormat.SECTOR_BYTES <= until; at += LogFormat.SECTOR_BYTES) {
      if (search.firstNonZero(at, at + LogFormat.SECTOR_BYTES) < 0) {
        return true;
      }
    }
    return false;
  }

  private int lengthAt(long entry) {
    ByteBuf prefix = file.at(entry, LogFormat.PREFIX_BYTES);
    return prefix == null ? 0 : prefix.getInt(Long.BYTES);
  }

  /** Whether an entry bears the mark, and its force began with this transaction or before it. */
  private boolean isForcedWith(long zxid, long entry, int length) {
    ByteBuf blob = file.at(entry + LogFormat.PREFIX_BYTES, length);
    if (blob == null) {
      return false;
    }
    JuteReader reader = new JuteReader(blob.duplicate(), maxLengthBytes);
    try {
      LoggedTxn.read(reader);
    } catch (JuteException e) {
      return false; // of a newer release, perhaps: nobody knows what it means
    }
    int mark = length - LogFormat.MARK_BYTES;
    return reader.remaining() == LogFormat.MARK_BYTES
        && blob.getByte(mark) == LogFormat.LATER_PAGE
        && blob.getLong(LogFormat.ZXID_AT) - blob.getUnsignedShort(mark + 1) <= zxid;
  }
}
