package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One pass of compaction over one log: what is dirty is read once to learn the last offset of each
 * key, then everything from the log's start to there is copied without the records that are
 * superseded, group of segments by group.
 *
 * <p>Runs off the log's lane, on a thread that may wait for disks, on the segments of one {@link
 * LogView}, which it holds. Nothing of the log changes until the lane takes a {@link Cleaned} group
 * in its sources' place ({@link PartitionLog#replace}), and that only if the sources are still
 * there: retention and truncation need not wait for a compaction.
 */
public final class Compaction implements AutoCloseable {
  /** The largest record, expanded, that is held in memory: more makes a log uncleanable. */
  private static final int MAX_RECORD_BYTES = 256 << 20;

  /**
   * A group of segments, and what takes their place.
   *
   * @param segment its files carry the suffix {@code .cleaned} still, and are on disk
   * @param sources neighbours, in their order
   * @param truncations how often the log had been cut when they were read
   */
  public record Cleaned(Segment segment, List<Segment> sources, int truncations) {
    /** The bytes before. */
    public long sourceBytes() {
      return sources.stream().mapToLong(Segment::sizeInBytes).sum();
    }

    /** The bytes after. */
    public long bytes() {
      return segment.sizeInBytes();
    }

    /** Deletes the output, which has not taken its sources' place. */
    public void discard() {
      segment.deleteFiles();
      segment.release();
    }
  }

  private final PartitionLog log;
  private final TopicPartition topicPartition;
  private final Path directory;
  private final LogView view;
  private final LogConfig config;
  private final CleanerBench bench;
  private final long nowMs;
  private final List<Segment> held = new ArrayList<>();
  private final List<AbortedTxn> retainedAborted = new ArrayList<>();
  private final CleanedTransactions transactions = new CleanedTransactions(retainedAborted::add);
  private List<List<Segment>> groups = List.of();
  private int nextGroup;
  private long endOffset;
  private long legacyHorizonMs;

  private Compaction(PartitionLog log, LogConfig config, CleanerBench bench, long nowMs) {
    this.log = log;
    this.topicPartition = log.topicPartition();
    this.directory = log.directory();
    this.view = log.view();
    this.config = config;
    this.bench = bench;
    this.nowMs = nowMs;
  }

  /**
   * Begins a pass: reads what is dirty. Takes as long as that takes.
   *
   * @param log whose directory and view are used only, which any thread may
   * @param range what of it to clean
   * @throws CompactionStoppedException if it is told to stop, or the log's segments go meanwhile
   * @throws StorageException if a segment cannot be read or trusted
   */
  public static Compaction begin(
      PartitionLog log, LogConfig config, Cleanable range, CleanerBench bench, long nowMs) {
    Compaction compaction = new Compaction(log, config, bench, nowMs);
    boolean begun = false;
    try {
      compaction.readDirty(range);
      begun = true;
      return compaction;
    } finally {
      if (!begun) {
        compaction.close();
      }
    }
  }

  private void readDirty(Cleanable range) {
    if (view.truncations() != range.truncations()) {
      throw new CompactionStoppedException();
    }
    long until = range.firstUncleanableOffset();
    List<Segment> cleanable = hold(until);
    OffsetMap map = bench.map();
    map.clear();
    CleanedTransactions reading = new CleanedTransactions(txn -> {});
    long dirty = range.firstDirtyOffset();
    int first = view.floorIndex(dirty);
    reading.expect(view.abortedTxns(first, dirty, until));
    boolean room = true;
    for (int i = first; i < cleanable.size() && room; i++) {
      long next = i + 1 < cleanable.size() ? cleanable.get(i + 1).baseOffset() : until;
      room = learnKeys(cleanable.get(i), dirty, next, reading);
    }
    endOffset = map.latestOffset() + 1;
    legacyHorizonMs = legacyHorizonMs(cleanable, dirty);
    groups =
        SegmentGroups.of(
            cleanable.stream().filter(segment -> segment.baseOffset() < endOffset).toList(),
            until,
            config);
  }

  /** Segments written at or before this time lose their tombstones of magic 0 and 1. */
  private long legacyHorizonMs(List<Segment> cleanable, long dirty) {
    long horizon = 0;
    for (Segment segment : cleanable) {
      if (segment.baseOffset() < dirty) {
        horizon = segment.lastModifiedMs() - config.deleteRetentionMs();
      }
    }
    return horizon;
  }

  /** Holds the segments that begin before an offset. */
  private List<Segment> hold(long until) {
    List<Segment> cleanable = new ArrayList<>();
    for (Segment segment : view.segments()) {
      if (segment.baseOffset() < until) {
        if (!segment.retain()) {
          throw new CompactionStoppedException();
        }
        held.add(segment);
        cleanable.add(segment);
      }
    }
    return cleanable;
  }

  /** Takes the keys of a segment into the map; false if it has become full. */
  private boolean learnKeys(
      Segment segment, long from, long nextBase, CleanedTransactions reading) {
    OffsetMap map = bench.map();
    KeyReader keys = new KeyReader(MAX_RECORD_BYTES);
    SegmentScan scan = bench.scan().over(segment, segment.positionOf(from));
    try {
      while (scan.next()) {
        bench.checkStopping();
        Records entry = scan.records();
        if (!isWithoutKeys(entry, reading) && !keys.learn(entry, from, map)) {
          return false;
        }
        if (entry.lastOffset() >= from) {
          map.advanceTo(entry.lastOffset());
        }
      }
    } catch (InvalidRecordException e) {
      throw corrupt(segment, scan, e);
    }
    // The offsets up to the next segment are known to be gone.
    map.advanceTo(nextBase - 1);
    return true;
  }

  /** Whether the keys in a batch do not count: it is a marker, or was aborted. */
  private static boolean isWithoutKeys(Records entry, CleanedTransactions reading)
      throws InvalidRecordException {
    if (entry.magic() < RecordBatch.MAGIC) {
      return false;
    }
    RecordBatch batch = entry.batch();
    if (batch.isControl()) {
      reading.onControl(batch);
      return true;
    }
    return reading.onData(batch);
  }

  /** Whether groups are left. */
  public boolean hasNext() {
    return nextGroup < groups.size();
  }

  /**
   * Copies the next group.
   *
   * @param producers what {@link PartitionLog#lastRecords} says by now
   * @throws CompactionStoppedException if it is told to stop
   * @throws StorageException if a segment cannot be read, trusted or written
   */
  public Cleaned cleanNext(Map<Long, LastRecord> producers) {
    List<Segment> sources = groups.get(nextGroup++);
    Segment cleaned =
        Segment.create(directory, sources.get(0).baseOffset(), SegmentFiles.CLEANED, nowMs);
    boolean done = false;
    try {
      retainedAborted.clear();
      BatchCleaner cleaner =
          new BatchCleaner(
              bench.map(),
              transactions,
              producers,
              nowMs,
              config.deleteRetentionMs(),
              MAX_RECORD_BYTES);
      for (Segment source : sources) {
        transactions.expect(
            view.abortedTxns(
                view.floorIndex(source.baseOffset()), source.baseOffset(), endOf(source)));
        copy(source, cleaner, cleaned);
      }
      retainedAborted.forEach(cleaned.txnIndex()::append);
      cleaned.seal();
      cleaned.forceSealed();
      // What retention goes by where records have no time.
      cleaned.setLastModifiedMs(sources.get(sources.size() - 1).lastModifiedMs());
      done = true;
      return new Cleaned(cleaned, sources, truncations());
    } finally {
      if (!done) {
        new Cleaned(cleaned, sources, truncations()).discard();
      }
    }
  }

  private long endOf(Segment source) {
    Segment[] all = view.segments();
    return all[view.floorIndex(source.baseOffset()) + 1].baseOffset();
  }

  private void copy(Segment source, BatchCleaner cleaner, Segment into) {
    SegmentScan scan = bench.scan().over(source, 0);
    ByteBuf out = bench.out();
    MessageCleaner messages =
        new MessageCleaner(
            bench.map(), source.lastModifiedMs() > legacyHorizonMs, MAX_RECORD_BYTES);
    try {
      while (scan.next()) {
        bench.checkStopping();
        if (scan.records().magic() < RecordBatch.MAGIC) {
          messages.clean(scan.records(), out);
        } else {
          cleaner.clean(scan.records().batch(), out);
        }
        if (bench.isFull(out)) {
          write(out, into);
        }
      }
      write(out, into);
    } catch (InvalidRecordException e) {
      throw corrupt(source, scan, e);
    }
  }

  private void write(ByteBuf out, Segment into) throws InvalidRecordException {
    int bytes = out.readableBytes();
    if (bytes > 0) {
      into.appendCleaned(out, config.indexIntervalBytes());
      out.clear();
      bench.onBytes(bytes);
    }
  }

  private static StorageException corrupt(
      Segment segment, SegmentScan scan, InvalidRecordException e) {
    return StorageException.corrupt(
        segment.path(), scan.position(), String.valueOf(e.getMessage()));
  }

  /** Up to where the log is clean once all groups have taken their sources' place. */
  public long endOffset() {
    return endOffset;
  }

  /** How often the log had been cut when its segments were read. */
  int truncations() {
    return view.truncations();
  }

  /** Whether it is this log that is compacted, and not one that was in its place before. */
  boolean isOf(PartitionLog other) {
    return log == other;
  }

  /** Whose log it is. */
  public TopicPartition topicPartition() {
    return topicPartition;
  }

  /** Lets go of the segments. */
  @Override
  public void close() {
    held.forEach(Segment::release);
    held.clear();
    bench.clear();
  }
}
