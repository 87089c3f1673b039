package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.storage.AppendFile;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a partition's log: one {@code .log} file, named after its first offset, and its
 * indexes.
 *
 * <p>Owner: the partition's lane, which alone appends, truncates, renames. Any thread may read what
 * a {@link LogView} has shown it, while it holds the segment: {@link #retain} before, {@link
 * #release} after. The owner holds it once itself; when the last holder lets go, the files are
 * closed. Deleting or renaming them does not wait for that, an open file outlives its name.
 *
 * <p>Files are opened when they are first needed. While nobody but the owner holds the segment, the
 * owner may close them ({@link OpenFiles}); whoever comes to hold it in that moment waits for the
 * few microseconds that it takes, and opens them again.
 */
public final class Segment {
  /** Instead of the number of holders while the owner closes the files. */
  private static final int CLOSING_FILES = Integer.MIN_VALUE;

  private final long baseOffset;
  private final SegmentIndexes indexes;
  private final AtomicReference<@Nullable AppendFile> file = new AtomicReference<>();
  private final AtomicBoolean hasOpenFiles = new AtomicBoolean();
  private final AtomicInteger holders = new AtomicInteger(1);
  private final long createdMs;
  private volatile Path path;
  private volatile int size;
  private volatile OpenFiles openFiles = OpenFiles.UNBOUNDED;

  /** Whether anybody has used the files lately; a lost update costs no more than opening them. */
  private volatile boolean used;

  private boolean sealed;
  private long firstTimestamp = -1;
  private boolean firstTimestampKnown;

  private Segment(Path path, long baseOffset, String suffix, int size, long createdMs) {
    this.path = path;
    this.baseOffset = baseOffset;
    this.size = size;
    this.createdMs = createdMs;
    this.indexes = new SegmentIndexes(directory(), baseOffset, suffix, this::onOpen);
  }

  /**
   * Makes an empty segment. Files of the same base offset are replaced: only empty or orphaned ones
   * can be there.
   *
   * @param preallocateBytes how large the file is made at once, 0 for not
   * @param nowMs the time from which an empty segment's age counts
   */
  static Segment create(Path directory, long baseOffset, int preallocateBytes, long nowMs) {
    Segment segment = create(directory, baseOffset, "", nowMs);
    if (preallocateBytes > 0) {
      try {
        segment.file().extend(preallocateBytes);
      } catch (StorageException e) {
        segment.release();
        SegmentFiles.deleteAll(directory, baseOffset, "", e);
        throw e;
      }
    }
    return segment;
  }

  /** As the other one, with a suffix to the names of all its files. */
  static Segment create(Path directory, long baseOffset, String suffix, long nowMs) {
    SegmentFiles.createEmpty(directory, baseOffset, suffix);
    Path path = SegmentFiles.path(directory, baseOffset, SegmentFiles.LOG + suffix);
    return new Segment(path, baseOffset, suffix, 0, nowMs);
  }

  /**
   * Takes the file of a segment as it is, without looking at the indexes: all of the file counts as
   * records.
   */
  static Segment open(Path path, long baseOffset, long nowMs) {
    long size;
    try {
      size = Files.size(path);
    } catch (IOException e) {
      throw StorageException.failed("read the size of", path, e);
    }
    if (size > Integer.MAX_VALUE) {
      throw StorageException.corrupt(
          path, "size: " + size + " (expected: <= " + Integer.MAX_VALUE + ")");
    }
    return new Segment(path, baseOffset, "", (int) size, nowMs);
  }

  /**
   * Takes the indexes from their files.
   *
   * @return false if one is missing or cannot be right; then {@link LogRecovery} makes them anew
   */
  boolean loadIndexes() {
    boolean sane = indexes.load(size);
    sealed |= sane;
    return sane;
  }

  /** Forgets the indexes; {@link #index} then makes them anew, batch by batch. */
  void clearIndexes() {
    indexes.clear();
    sealed = false;
  }

  /** The offset after which it is named: no record in it has a smaller one. */
  public long baseOffset() {
    return baseOffset;
  }

  /** The file's path at the moment. */
  public Path path() {
    return path;
  }

  /** How many bytes of records it has. */
  public int sizeInBytes() {
    return size;
  }

  /** Its largest timestamp and where that is; none if no record has one. */
  public TimestampOffset maxTimestamp() {
    return indexes.maxTimestamp();
  }

  /**
   * The time that retention goes by: the largest timestamp, or when the file was last written if
   * there is none.
   */
  public long largestTimestampMs() {
    long largest = maxTimestamp().timestamp();
    return largest >= 0 ? largest : lastModifiedMs();
  }

  /** Sets when the file was last written. */
  void setLastModifiedMs(long timeMs) {
    try {
      Files.setLastModifiedTime(path, FileTime.fromMillis(timeMs));
    } catch (IOException e) {
      throw StorageException.failed("set the time of", path, e);
    }
  }

  /** When the file was last written. */
  public long lastModifiedMs() {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (NoSuchFileException e) {
      // Renamed between the look at its name and the look at the file: it is being deleted.
      return 0;
    } catch (IOException e) {
      throw StorageException.failed("read the time of", path, e);
    }
  }

  /**
   * Holds the segment.
   *
   * @return false if it has been closed already
   */
  boolean retain() {
    while (true) {
      int count = holders.get();
      if (count == CLOSING_FILES) {
        Thread.onSpinWait();
      } else if (count <= 0) {
        return false;
      } else if (holders.compareAndSet(count, count + 1)) {
        return true;
      }
    }
  }

  /** Lets go; the last one closes the files. */
  void release() {
    int left = holders.decrementAndGet();
    if (left == 0) {
      closeAll();
      if (hasOpenFiles.get()) {
        openFiles.onClosed(this);
      }
    } else if (left < 0) {
      throw new IllegalStateException("segment released too often: " + path);
    }
  }

  /** Counts its open files in from now on. On the owner. */
  void countIn(OpenFiles all) {
    openFiles = all;
    if (hasOpenFiles.get()) {
      all.onOpened(this);
    }
  }

  /** Whether the files have been used since this was last asked. */
  boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }

  /**
   * Closes the files if nobody needs them at the moment. On the owner.
   *
   * @return false if they are in use
   */
  boolean closeFiles() {
    AppendFile open = file.get();
    if ((open != null && !open.isIdle()) || !holders.compareAndSet(1, CLOSING_FILES)) {
      return false;
    }
    try {
      closeAll();
      hasOpenFiles.set(false);
      return true;
    } finally {
      holders.set(1);
    }
  }

  private void closeAll() {
    AppendFile open = file.getAndSet(null);
    if (open != null) {
      open.close();
    }
    indexes.close();
  }

  private void onOpen() {
    if (hasOpenFiles.compareAndSet(false, true)) {
      openFiles.onOpened(this);
    }
  }

  /** The file, opened now if it was not. For the owner, and for who holds the segment. */
  private AppendFile file() {
    used = true;
    AppendFile open = file.get();
    return open != null ? open : openFile();
  }

  private AppendFile openFile() {
    Path tried = path;
    AppendFile mine;
    try {
      mine = AppendFile.open(tried, size);
    } catch (StorageException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e;
      } else if (!tried.equals(path)) {
        return openFile(); // renamed meanwhile
      }
      throw new SegmentGoneException(tried);
    }
    // Two may get here at once: the one that comes second takes the first one's.
    AppendFile theirs = file.compareAndExchange(null, mine);
    if (theirs != null) {
      mine.close();
      return theirs;
    }
    onOpen();
    return mine;
  }

  FileChannel channel() {
    return file().channel();
  }

  /** The bytes of the offset index. */
  long offsetIndexBytes() {
    return (long) indexes.offsets().count() * OffsetIndex.ENTRY_BYTES;
  }

  /** The bytes of the time index. */
  long timeIndexBytes() {
    return (long) indexes.times().count() * TimeIndex.ENTRY_BYTES;
  }

  /** Where to begin to look for the batch that holds an offset: the start of some batch. */
  int positionOf(long offset) {
    return Math.min(indexes.offsets().lookup(offset), size);
  }

  TimeIndex timeIndex() {
    return indexes.times();
  }

  AbortedTxnIndex txnIndex() {
    return indexes.txns();
  }

  /**
   * Takes whole batches whose offsets are set, and what the indexes need to know of them. They are
   * in the file after {@link #write}; the buffer is retained until then, its indices stand.
   */
  void stage(ByteBuf records, long lastOffset, TimestampOffset largest, int indexIntervalBytes) {
    int position = size;
    int bytes = records.readableBytes();
    file().stage(records);
    if (!firstTimestampKnown && position == 0) {
      firstTimestamp = largest.timestamp();
      firstTimestampKnown = true;
    }
    index(position, bytes, lastOffset, largest, indexIntervalBytes);
    size = position + bytes;
  }

  /** Writes what is staged, with one system call. */
  void write() {
    AppendFile open = file.get();
    if (open != null) { // else nothing can be staged
      open.write();
    }
  }

  /**
   * Gives up what is staged; the segment ends at a position again, with the entries up to there.
   */
  void unstage(int position, long offset) {
    file().unstage();
    truncateTo(position, offset);
  }

  /**
   * Appends what a compaction has left over: as {@link #stage} and {@link #write}, but with gaps
   * between the batches, each of which counts by itself.
   */
  void appendCleaned(ByteBuf batches, int indexIntervalBytes) throws InvalidRecordException {
    int position = size;
    int bytes = batches.readableBytes();
    Records records = new Records().wrap(batches);
    while (records.next()) {
      long last = records.lastOffset();
      index(
          position + records.position(),
          records.sizeInBytes(),
          last,
          new TimestampOffset(records.maxTimestamp(), last),
          indexIntervalBytes);
    }
    file().append(batches);
    size = position + bytes;
  }

  /** Takes note of a run of batches in the indexes. */
  void index(
      int position, int bytes, long lastOffset, TimestampOffset largest, int indexIntervalBytes) {
    indexes.note(position, bytes, lastOffset, largest, indexIntervalBytes);
    sealed = false;
  }

  /** Whether another append must go to a new segment. */
  boolean mustRoll(
      LogConfig config,
      long rollMs,
      int appendBytes,
      long appendTimestamp,
      long lastOffset,
      long nowMs) {
    return size > config.segmentBytes() - appendBytes
        || (size > 0 && ageMs(appendTimestamp, nowMs) > rollMs)
        || indexes.isFull(config.segmentIndexBytes())
        || lastOffset - baseOffset > Integer.MAX_VALUE;
  }

  /**
   * How long ago, in record time, its first batch was; in broker time if that one has no timestamp.
   */
  private long ageMs(long appendTimestamp, long nowMs) {
    if (!firstTimestampKnown && size > 0) {
      firstTimestamp = readFirstTimestamp();
      firstTimestampKnown = true;
    }
    return firstTimestamp >= 0 ? appendTimestamp - firstTimestamp : nowMs - createdMs;
  }

  private long readFirstTimestamp() {
    BatchCursor cursor = cursor(0, size);
    try {
      return cursor.next() ? cursor.maxTimestamp() : -1;
    } catch (InvalidRecordException e) {
      throw StorageException.corrupt(path, e.position(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Ends the segment: a last entry in the time index, all indexes on file, the file cut to what is
   * used.
   *
   * @return false if all of that was so already
   */
  boolean seal() {
    if (sealed) {
      return false;
    }
    indexes.save();
    if (file().size() > size) {
      file().truncate(size);
    }
    sealed = true;
    return true;
  }

  /**
   * Forces everything that has been appended to the disk. What the indexes have in memory is not
   * part of that.
   */
  void force() {
    file().force(true);
    indexes.txns().force();
  }

  /** Forces the index files as well; after {@link #seal}. */
  void forceSealed() {
    force();
    indexes.force();
  }

  /**
   * An offset that every record before a position is below; -1 if only the end of the segment is
   * known to be one.
   */
  long boundAt(int position) {
    return indexes.offsets().boundAt(position);
  }

  /** Scans the batches between two positions, with the calling thread's cursor. */
  BatchCursor cursor(int from, int until) {
    return BatchCursor.ofThread().over(path, channel(), from, until);
  }

  /** Scans the batches to the end from the last one that the index knows at or before an offset. */
  BatchCursor cursorFrom(long offset) {
    return cursor(positionOf(offset), size);
  }

  /**
   * Scans the batches from the last one that the index knows to the end, to find out where that is.
   */
  BatchCursor cursorFromLastEntry() {
    return cursorFrom(baseOffset + Integer.MAX_VALUE);
  }

  /**
   * Finds the first batch whose last offset is at or above an offset.
   *
   * @param until the position where what may be seen ends
   * @return the calling thread's cursor on that batch, or null if there is none
   */
  @Nullable BatchCursor find(long offset, int until) {
    return findFrom(Math.min(indexes.offsets().lookup(offset), until), offset, until);
  }

  /** As {@link #find}, from the start of a batch that is not after the one looked for. */
  @Nullable BatchCursor findFrom(int from, long offset, int until) {
    BatchCursor cursor = cursor(from, until);
    try {
      while (cursor.next()) {
        if (cursor.lastOffset() >= offset) {
          return cursor;
        }
      }
      return null;
    } catch (InvalidRecordException e) {
      throw StorageException.corrupt(path, e.position(), String.valueOf(e.getMessage()));
    }
  }

  /** Cuts what is not a batch off the end. The indexes know nothing of it. */
  void cutTail(int position) {
    file().truncate(position);
    size = position;
  }

  /**
   * Cuts everything from a position on, which must be the end of a batch, and the index entries of
   * offsets from {@code offset} on.
   */
  void truncateTo(int position, long offset) {
    file().truncate(position);
    size = position;
    indexes.truncateTo(offset);
    indexes.largestIs(TimestampSearch.largest(this));
    sealed = false;
    if (position == 0) {
      firstTimestampKnown = false;
      firstTimestamp = -1;
    }
  }

  /**
   * Renames all of its files: to their own names with a suffix, such as {@link
   * SegmentFiles#DELETED}, or without one.
   */
  void renameTo(String suffix) {
    Path directory = directory();
    path =
        SegmentFiles.rename(
            path, SegmentFiles.path(directory, baseOffset, SegmentFiles.LOG + suffix));
    indexes.renameTo(directory, suffix);
  }

  /** Deletes its files. Readers that hold it can go on. */
  void deleteFiles() {
    SegmentFiles.delete(path);
    indexes.files().forEach(SegmentFiles::delete);
  }

  private Path directory() {
    Path parent = path.getParent();
    return parent == null ? Path.of("") : parent;
  }

  @Override
  public String toString() {
    return path + " (" + size + " bytes)";
  }
}
