package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition: a directory of segments, appended at the end, cut at the start.
 *
 * <p>Owner: one storage lane. All methods but {@link #view} belong to it, and check that they are
 * called by it. It has no lock, no thread and no clock of its own: time is an argument, slow work
 * ({@link #pendingFlush}) is handed out, and other threads read through the {@link LogView} which
 * each change publishes.
 *
 * <p>What has been appended is with the operating system when the call returns: the death of the
 * process loses nothing of it. It is on the disk after a flush, which {@code flush.messages} and
 * {@code flush.ms} demand, or a roll leads to; otherwise replication is what protects from the loss
 * of a machine, as in stock.
 *
 * <p>Wrong records are answered with a value. A {@link StorageException} means that the files
 * cannot be trusted any more: the owner takes the whole log directory offline.
 */
public final class PartitionLog {
  private final TopicPartition topicPartition;
  private final Runnable ownerCheck;
  private final Records records = new Records();
  private final SplittableRandom random;
  private final ProducerStates producers;
  private final Path directory;
  private final LeaderEpochs epochs;
  private final SegmentList segments;
  private final Durability durability;
  private final LeaderAppend leaderAppend;
  private final FollowerAppend followerAppend;
  private LogConfig config;
  private final LogOffsets offsets;
  private long rollMs;
  private boolean staged;
  private volatile boolean closed;
  private volatile LogView view;

  /** A log as {@link LogRecovery} has found it. */
  PartitionLog(
      LogRecovery.Opened opened, LogConfig config, DeletionQueue deletions, Runnable ownerCheck) {
    this.topicPartition = opened.topicPartition();
    this.directory = opened.directory();
    this.config = config;
    this.ownerCheck = ownerCheck;
    this.segments = new SegmentList(directory, opened.segments(), deletions);
    this.epochs = opened.epochs();
    this.durability = new Durability(directory, epochs, opened.recoveryPoint());
    this.producers = opened.producers();
    this.leaderAppend = new LeaderAppend(producers, this::stage);
    this.followerAppend = new FollowerAppend(topicPartition, this::stage);
    this.offsets =
        new LogOffsets(opened.logStartOffset(), opened.logEndOffset(), opened.highWatermark());
    // Not a secret, only to spread partitions: the same partition may as well get the same jitter
    // each time.
    this.random = new SplittableRandom(topicPartition.hashCode());
    this.rollMs = nextRollMs();
    producers.onHighWatermark(offsets.highWatermark);
    this.view =
        offsets.view(segments, producers.firstUnstableOffset(), epochs.entries(), this::view);
  }

  /** Whose log it is. */
  public TopicPartition topicPartition() {
    return topicPartition;
  }

  /** Where it lies. */
  public Path directory() {
    return directory;
  }

  /** What readers on any thread go by. */
  public LogView view() {
    return view;
  }

  /** The topic's configuration as the log goes by it. */
  public LogConfig config() {
    return config;
  }

  /** Counts the files that it has open among those of its lane. */
  public void countIn(OpenFiles all) {
    segments.countIn(all);
  }

  /** Takes another configuration. */
  public void updateConfig(LogConfig newConfig) {
    ownerCheck.run();
    config = newConfig;
    rollMs = nextRollMs();
  }

  /** The offset that the next record gets; what is staged counts. */
  public long logEndOffset() {
    return offsets.end;
  }

  /** The offset up to which everything is on disk: what a recovery need not look at. */
  public long recoveryPoint() {
    return durability.recoveryPoint();
  }

  /** The offset up to which consumers see. */
  public long highWatermark() {
    return offsets.highWatermark;
  }

  /** Whether it was closed, perhaps because its topic was deleted. Any thread. */
  public boolean isClosed() {
    return closed;
  }

  /** The first offset. */
  public long logStartOffset() {
    return offsets.start;
  }

  /** What the checkpoints of the log directory are to say of this log. */
  public LogDirectory.Positions positions() {
    ownerCheck.run(); // none of this depends on what waits to be written
    boolean named = offsets.start <= segments.first().baseOffset();
    return new LogDirectory.Positions(
        topicPartition,
        durability.recoveryPoint(),
        named ? -1 : offsets.start,
        offsets.highWatermark,
        offsets.cleanedUntil);
  }

  /**
   * This broker leads the partition from now on. The epoch is on disk once records of it are: until
   * then nothing is lost with it.
   *
   * @return the offset at which the epoch begins
   */
  public long becomeLeader(int leaderEpoch) {
    own();
    epochs.assign(leaderEpoch, offsets.end);
    publish();
    return offsets.end;
  }

  /**
   * Appends records.
   *
   * @param buffer whose readable bytes are whole batches, or the last of them a part of one, which
   *     is left away. Headers are changed in place; its indices and reference count are not. Only
   *     this thread may use these bytes meanwhile
   * @param leaderEpoch the epoch of this broker's leadership; of no use for replicated records,
   *     which carry theirs
   * @param nowMs the time
   * @param origin where the records come from
   * @throws StorageException if they cannot be written
   */
  public AppendResult append(ByteBuf buffer, int leaderEpoch, long nowMs, AppendOrigin origin) {
    AppendResult result = stage(buffer, leaderEpoch, nowMs, origin);
    commit(nowMs);
    return result;
  }

  /**
   * Takes records as {@link #append} does, but leaves the writing to {@link #commit}: several
   * appends then cost one system call. Until it has returned nobody reads them and nobody may be
   * told that they are there. Every other call that changes the log commits first.
   *
   * @param buffer as with {@link #append}, and nobody may use these bytes until the commit
   * @throws StorageException as with {@link #commit}
   */
  public AppendResult stage(ByteBuf buffer, int leaderEpoch, long nowMs, AppendOrigin origin) {
    ownerCheck.run();
    try {
      return judgeAndStage(buffer, leaderEpoch, nowMs, origin);
    } catch (StorageException e) {
      throw e.isFull() ? undone(e) : e;
    }
  }

  private AppendResult judgeAndStage(
      ByteBuf buffer, int leaderEpoch, long nowMs, AppendOrigin origin) {
    if (origin == AppendOrigin.REPLICATION) {
      return followerAppend.run(buffer, config.segmentBytes(), offsets.start, offsets.end, nowMs);
    }
    return leaderAppend.run(
        buffer,
        new LeaderAppend.Terms(config, origin, leaderEpoch, offsets.start, offsets.end, nowMs));
  }

  private void stage(ByteBuf batches, long nextOffset, TimestampOffset largest, long nowMs) {
    int index = batches.readerIndex();
    int bytes = batches.readableBytes();
    if (segments
        .active()
        .mustRoll(config, rollMs, bytes, largest.timestamp(), nextOffset - 1, nowMs)) {
      roll(nowMs);
    }
    Segment active = segments.active();
    if (!staged) {
      staged = true;
      offsets.lastAppendPosition = active.sizeInBytes();
      offsets.lastAppendOffset = offsets.end;
    }
    active.stage(batches, nextOffset - 1, largest, config.indexIntervalBytes());
    durability.onAppend(nextOffset - offsets.end, nowMs);
    offsets.end = nextOffset;
    applyEffects(active, batches, index, bytes);
  }

  /**
   * Writes what is staged and shows it to the readers.
   *
   * @throws StorageException if it cannot be written; then none of it counts. If it says that the
   *     disk {@linkplain StorageException#isFull is full}, the log is as it was before the first
   *     append that was staged, and can be used as before
   */
  public void commit(long nowMs) {
    ownerCheck.run();
    if (staged) {
      commitStaged();
    }
    // Not only then: a roll may have written them already.
    if (durability.isDue(config, nowMs)) {
      flush();
    }
  }

  private void commitStaged() {
    try {
      segments.active().write(); // once that has failed it fails for ever, and so does this log
    } catch (StorageException e) {
      throw e.isFull() ? undone(e) : e;
    }
    staged = false;
    publish();
  }

  /**
   * There was no room for what is staged: the log becomes what it was before, as its readers have
   * seen it all the while. Costs a look at the records since the newest snapshot of producers.
   */
  private StorageException undone(StorageException full) {
    if (staged) {
      staged = false;
      long from = offsets.lastAppendOffset;
      int epoch = epochs.latestEpoch();
      segments.active().unstage(offsets.lastAppendPosition, from);
      cutTo(from);
      epochs.assign(epoch, from); // that of a leader without records of its own has gone too
      publish();
    }
    return full;
  }

  /** How everything begins that changes the log otherwise: what is staged comes before it. */
  private void own() {
    ownerCheck.run();
    if (staged) {
      commitStaged();
    }
  }

  /** What the batches mean for leader epochs, producers and transactions. */
  private void applyEffects(Segment active, ByteBuf batches, int index, int bytes) {
    try {
      for (records.wrap(batches, index, bytes); records.next(); ) {
        if (records.magic() < RecordBatch.MAGIC) {
          continue;
        }
        RecordBatch batch = records.batch();
        epochs.assign(batch.partitionLeaderEpoch(), batch.baseOffset());
        if (batch.hasProducerId()) {
          AbortedTxn aborted =
              producers.apply(batch, batch.isControl() ? ControlRecord.of(batch) : null);
          if (aborted != null) {
            active.txnIndex().append(aborted);
          }
        }
      }
    } catch (InvalidRecordException e) {
      // Checked before they were written; what was checked is not what is there now.
      throw new IllegalStateException(
          "batch changed while it was appended to " + topicPartition, e);
    }
  }

  /**
   * Closes the active segment and begins another one at the log's end. What is closed waits to be
   * forced by {@link #pendingFlush}.
   */
  public void roll(long nowMs) {
    own();
    Segment active = segments.active();
    if (active.sizeInBytes() == 0 && active.baseOffset() == offsets.end) {
      return;
    }
    active.seal();
    durability.onSnapshot(ProducerSnapshot.write(directory, offsets.end, producers, false));
    segments.add(offsets.end, config, nowMs);
    durability.onNamesChanged();
    rollMs = nextRollMs();
    offsets.lastAppendOffset = -1;
    publish();
  }

  /**
   * Moves the high watermark, within the log.
   *
   * @return whether it has changed
   */
  public boolean updateHighWatermark(long offset) {
    own();
    long bounded = offsets.bounded(offset);
    if (bounded == offsets.highWatermark) {
      return false;
    }
    offsets.highWatermark = bounded;
    producers.onHighWatermark(bounded);
    publish();
    return true;
  }

  /**
   * Moves the start of the log, as DeleteRecords does, and deletes the segments that lie before it.
   *
   * @param offset the new first offset; not moved if it is smaller than the present one
   * @return {@code OFFSET_OUT_OF_RANGE} if it is above the high watermark
   */
  public ErrorCode advanceLogStart(long offset, long nowMs) {
    own();
    if (offset > offsets.highWatermark) {
      return ErrorCode.OFFSET_OUT_OF_RANGE;
    }
    if (offset > offsets.start) {
      offsets.start = offset;
      epochs.truncateFromStart(offset);
      publish();
      deleteOldest(Retention.countBeforeStart(segments.array(), offsets.start), nowMs);
    }
    return ErrorCode.NONE;
  }

  /**
   * Deletes the segments that retention lets go: by age and size if the policy is to delete, and
   * those before the log's start in any case.
   *
   * @return how many there were
   */
  public int applyRetention(long nowMs) {
    own();
    int count =
        Retention.count(
            segments.array(), config, offsets.start, offsets.highWatermark, offsets.end, nowMs);
    if (count == segments.count()) {
      // Never without a segment. The next one needs room, which the others make.
      deleteOldest(count - 1, nowMs);
      roll(nowMs);
      deleteOldest(1, nowMs);
    } else {
      deleteOldest(count, nowMs);
    }
    return count;
  }

  /** What a compaction has to leave of the producers that the log remembers. */
  public Map<Long, LastRecord> lastRecords() {
    own();
    return producers.lastRecords();
  }

  /** The producers that the log remembers, in no order. */
  public List<ActiveProducer> activeProducers() {
    ownerCheck.run();
    return producers.all().stream().map(ProducerState::description).toList();
  }

  /**
   * Puts the output of a compaction in its sources' place.
   *
   * @return false if they are no longer there, all of them and as they were: nothing has changed
   */
  public boolean replace(Compaction.Cleaned cleaned, long nowMs) {
    own();
    if (closed
        || cleaned.truncations() != offsets.truncations
        || !segments.replace(cleaned.segment(), cleaned.sources())) {
      return false;
    }
    durability.onNamesChanged();
    publish();
    segments.deleteAt(cleaned.sources(), nowMs + config.fileDeleteDelayMs());
    for (int i = 1; i < cleaned.sources().size(); i++) {
      ProducerSnapshot.delete(directory, cleaned.sources().get(i).baseOffset());
    }
    return true;
  }

  /**
   * A compaction has ended: up to its end no key has more than one record.
   *
   * @return false if the log was cut meanwhile, or moved, and perhaps has other records there
   */
  public boolean onCleaned(Compaction compaction) {
    own();
    if (!compaction.isOf(this) || compaction.truncations() != offsets.truncations) {
      return false;
    }
    offsets.cleanedUntil = Math.min(compaction.endOffset(), offsets.end);
    publish();
    return true;
  }

  /** What a checkpoint remembers of {@link #onCleaned}; before the log is handed to its owner. */
  void restoreCleaned(long offset) {
    offsets.cleanedUntil = offset;
    publish();
  }

  private void deleteOldest(int count, long nowMs) {
    if (count == 0) {
      return;
    }
    List<Segment> gone = segments.dropFirst(count);
    durability.onNamesChanged();
    offsets.start = Math.max(offsets.start, segments.first().baseOffset());
    epochs.truncateFromStart(offsets.start);
    publish();
    SegmentList.markDeleted(gone);
    segments.deleteAt(gone, nowMs + config.fileDeleteDelayMs());
    ProducerSnapshot.deleteBelow(directory, segments.first().baseOffset());
    epochs.writeIfDirty(); // last: it needs room, which all this makes
  }

  /**
   * Cuts the log at an offset, as a follower does that has diverged. A batch that spans the offset
   * goes as a whole.
   *
   * @param offset the new end
   */
  public void truncateTo(long offset, long nowMs) {
    own();
    if (offset >= offsets.end) {
      return;
    }
    if (offset < segments.first().baseOffset()) {
      truncateFullyAndStartAt(offset, nowMs);
      return;
    }
    List<Segment> gone = segments.dropAfter(offset);
    Segment active = segments.active();
    BatchCursor cut = active.find(offset, active.sizeInBytes());
    if (cut != null) {
      active.truncateTo(cut.position(), offset);
    }
    offsets.cutAt(offset);
    cutTo(offset);
    publish();
    SegmentList.markDeleted(gone);
    segments.deleteAt(gone, nowMs + config.fileDeleteDelayMs());
    epochs.writeIfDirty();
  }

  /** The segments end at an offset now, and so does everything else. */
  private void cutTo(long offset) {
    durability.onTruncate(offset);
    offsets.endAt(offset);
    epochs.truncateFromEnd(offset);
    ProducerSnapshot.deleteAbove(directory, offset);
    new ProducerReplay(directory, segments.array()).rebuild(producers, offsets.start, offset);
    producers.onHighWatermark(offsets.highWatermark);
  }

  /**
   * Deletes all records and begins again at an offset, as a follower does whose log lies below its
   * leader's start.
   */
  public void truncateFullyAndStartAt(long offset, long nowMs) {
    own();
    List<Segment> gone = segments.replaceAll(offset, nowMs);
    durability.onTruncate(offset);
    offsets.cutAt(offset);
    offsets.start = offset;
    offsets.highWatermark = offset;
    producers.clear();
    epochs.clear();
    epochs.writeIfDirty();
    ProducerSnapshot.deleteAbove(directory, -1);
    publish();
    segments.deleteAt(gone, nowMs + config.fileDeleteDelayMs());
  }

  /** Forces everything that has been appended. May take long. */
  public void flush() {
    own();
    durability.flush(segments.array(), offsets.end);
  }

  /** Forces what has waited for {@code flush.ms}. To be called now and then. */
  public void flushIfDue(long nowMs) {
    own();
    if (durability.isDue(config, nowMs)) {
      flush();
    }
  }

  /**
   * The closed segments that are not on disk yet, to be forced elsewhere; null if there are none or
   * others are being forced.
   */
  public @Nullable FlushTask pendingFlush() {
    own();
    return durability.pending(segments.array());
  }

  /** A task of {@link #pendingFlush} has ended, well or not. */
  public void onFlushed(FlushTask task) {
    ownerCheck.run();
    durability.onFlushed(task);
  }

  /**
   * Forgets producers that have been idle for too long.
   *
   * @param expirationMs {@code producer.id.expiration.ms}
   * @return how many
   */
  public int expireProducers(long nowMs, long expirationMs) {
    ownerCheck.run();
    return producers.expire(nowMs, expirationMs);
  }

  /**
   * Ends the log cleanly: indexes and producers on file, everything forced, files closed. Costs
   * nothing if nothing has been appended since it was opened.
   */
  public void close() {
    own();
    if (closed) {
      return;
    }
    closed = true;
    boolean changed = segments.active().seal();
    if (offsets.end > 0 && !ProducerSnapshot.exists(directory, offsets.end)) {
      durability.onSnapshot(ProducerSnapshot.write(directory, offsets.end, producers, false));
      changed = true;
    }
    if (durability.recoveryPoint() < offsets.end || (changed && offsets.end > 0)) {
      flush();
      segments.active().forceSealed();
    }
    segments.release();
  }

  /**
   * Lets go of the files as they are, without writing anything: the log is to be deleted, or its
   * directory has failed.
   */
  public void abandon() {
    ownerCheck.run();
    if (!closed) {
      closed = true;
      segments.release();
    }
  }

  private long nextRollMs() {
    long jitter = Math.min(config.segmentJitterMs(), config.segmentMs());
    return config.rollMs() - (jitter == 0 ? 0 : random.nextLong(jitter));
  }

  private void publish() {
    view = offsets.view(segments, producers.firstUnstableOffset(), epochs.entries(), this::view);
  }
}
