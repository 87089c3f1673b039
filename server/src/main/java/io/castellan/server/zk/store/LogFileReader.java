package io.castellan.server.zk.store;

import io.castellan.server.storage.StorageException;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.TxnHeader;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of one log file, and judges its end by the rules in the package's description.
 * Owned by one thread.
 */
public final class LogFileReader implements AutoCloseable {
  /**
   * How far zeros are believed to be room made in advance without looking further: more than any
   * entry or any batch that is forced at once; looking through all of it would cost every start.
   */
  private static final int ZEROS_LOOKED_THROUGH_BYTES = 4 << 20;

  private final FileWindow file;
  private final EntrySearch search;
  private final UnforcedBatch unforced;
  private final int maxLengthBytes;
  private final boolean newest;
  private final long firstZxid;
  private long position = LogFormat.HEADER_BYTES;
  private long lastZxid = Long.MIN_VALUE;
  private long entryCount;
  private @Nullable String tear;
  private boolean ended;

  /**
   * Opens a log file, all of which has been forced but perhaps the last that was written.
   *
   * @param maxLengthBytes the longest transaction to accept, see {@link
   *     io.castellan.zk.protocol.jute.JuteLimits#maxLengthBytes}
   * @throws StorageException if it cannot be read, or is not a log
   */
  public LogFileReader(Path path, int maxLengthBytes) {
    this(path, Long.MAX_VALUE, maxLengthBytes, false);
  }

  /**
   * Opens a log file.
   *
   * @param newest whether no other follows it: what was to be forced at last may be there in part
   *     then, in any part, since nothing has been written after it
   */
  LogFileReader(StoreLayout.ZxidFile file, int maxLengthBytes, boolean newest) {
    this(file.path(), file.zxid(), maxLengthBytes, newest);
  }

  private LogFileReader(Path path, long firstZxid, int maxLengthBytes, boolean newest) {
    this.file = new FileWindow(path);
    this.search = new EntrySearch(file, maxLengthBytes);
    this.unforced = new UnforcedBatch(file, search, maxLengthBytes);
    this.newest = newest;
    this.firstZxid = firstZxid;
    this.maxLengthBytes = maxLengthBytes;
    try {
      readHeader();
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * A whole entry.
   *
   * @param position where it begins in the file
   * @param blob the transaction's bytes, valid until the next entry is read; not counted
   */
  public record Entry(long position, long zxid, ByteBuf blob) {}

  /**
   * Returns the next entry, or null at the end.
   *
   * @throws StorageException if the file is corrupt here: its text names the position
   */
  public @Nullable Entry next() {
    if (ended) {
      return null;
    }
    ByteBuf prefix = file.at(position, LogFormat.PREFIX_BYTES);
    if (prefix == null) {
      return end(
          position == file.size()
              ? null
              : "bytes left: " + (file.size() - position) + " (expected: >= 12)");
    }
    long checksum = prefix.getLong(0);
    int length = prefix.getInt(Long.BYTES);
    if (length == 0 && checksum == 0) {
      return end(junkAfterZeros());
    }
    if (length < TxnHeader.BYTES || length > maxLengthBytes) {
      return end("entry length: " + length + " (expected: 32.." + maxLengthBytes + ")");
    }
    ByteBuf entry = file.at(position, LogFormat.OVERHEAD_BYTES + length);
    if (entry == null) {
      return end(
          "entry length: "
              + length
              + " (expected: <= "
              + (file.size() - position - LogFormat.OVERHEAD_BYTES)
              + ")");
    }
    byte endByte = entry.getByte(LogFormat.PREFIX_BYTES + length);
    if (endByte != LogFormat.END) {
      return end("end of entry: " + (endByte & 0xff) + " (expected: 66)");
    }
    ByteBuf blob = entry.slice(LogFormat.PREFIX_BYTES, length);
    long found = LogFormat.checksum(blob);
    if (found != checksum) {
      String problem = "CRC check failed: " + found + " (expected: " + checksum + ")";
      if (newest && unforced.includesWrong(position, length, missingZxid())) {
        ended = true;
        tear = problem;
        return null;
      }
      throw corrupt(position, problem);
    }
    Entry read = new Entry(position, blob.getLong(LogFormat.ZXID_AT), blob);
    position += LogFormat.OVERHEAD_BYTES + length;
    lastZxid = read.zxid();
    entryCount++;
    return read;
  }

  /** Decodes an entry of this file. */
  public LoggedTxn decode(Entry entry) {
    try {
      return LoggedTxn.read(new JuteReader(entry.blob(), maxLengthBytes));
    } catch (JuteException e) {
      // The checksum agrees, so this is what was written: by a newer release, perhaps. It cannot be
      // passed over.
      throw corrupt(entry.position(), "transaction that cannot be decoded: " + e.getMessage());
    }
  }

  /**
   * Returns where the last whole entry ends; 16 when there is none, 0 when even the header is not
   * whole.
   */
  public long endOfEntries() {
    return position;
  }

  /** Returns the zxid of the last whole entry, {@link Long#MIN_VALUE} when there is none. */
  public long lastZxid() {
    return lastZxid;
  }

  /** Returns how many whole entries have been read. */
  public long entryCount() {
    return entryCount;
  }

  /**
   * Returns what is wrong after the last whole entry, null when nothing is but zeros. Meaningful at
   * the end.
   */
  public @Nullable String tear() {
    return tear;
  }

  @Override
  public void close() {
    file.close();
  }

  private void readHeader() {
    ByteBuf header = file.at(0, LogFormat.HEADER_BYTES);
    if (header == null) {
      position = 0;
      ended = true;
      tear = "file size: " + file.size() + " (expected: >= 16)";
      return;
    }
    int magic = header.getInt(0);
    int version = header.getInt(Integer.BYTES);
    if (magic == 0 && version == 0) {
      // The name and the size have reached the disk before the first bytes have.
      position = 0;
      ended = true;
      tear = "log header: 0 (expected: 0x5a4b4c47)";
      refuseIfEntryFollows(LogFormat.HEADER_BYTES);
    } else if (magic != LogFormat.MAGIC || version != LogFormat.VERSION) {
      throw corrupt(
          0,
          "log header: 0x"
              + Integer.toHexString(magic)
              + " version "
              + version
              + " (expected: 0x5a4b4c47 version 2)");
    }
  }

  private @Nullable Entry end(@Nullable String problem) {
    ended = true;
    tear = problem;
    if (problem != null) {
      refuseIfEntryFollows(position + 1);
    }
    return null;
  }

  /** Looks for something else than zeros after the end. */
  private @Nullable String junkAfterZeros() {
    long junk =
        search.firstNonZero(position, Math.min(file.size(), position + ZEROS_LOOKED_THROUGH_BYTES));
    return junk < 0
        ? null
        : "zeros up to position " + junk + " (expected: zeros up to the end of the file)";
  }

  /**
   * A whole entry behind damage proves that the damage is not the end of what was written; it may
   * still be part of what was never forced.
   */
  private void refuseIfEntryFollows(long from) {
    long at = search.find(from, lastZxid);
    if (at >= 0 && !(newest && unforced.includes(position, at, missingZxid()))) {
      throw corrupt(
          position,
          tear
              + "; a whole entry follows at position "
              + at
              + ", so this is not a torn end; the last whole transaction before it is 0x"
              + Long.toHexString(Math.max(lastZxid, 0))
              + ", and zkTxnLogToolkit.sh -c makes a copy of the log up to there");
    }
  }

  /** The first transaction that is not whole. */
  private long missingZxid() {
    return entryCount == 0 ? firstZxid : lastZxid + 1;
  }

  private StorageException corrupt(long at, String problem) {
    return StorageException.corrupt(file.path(), at, problem);
  }
}
