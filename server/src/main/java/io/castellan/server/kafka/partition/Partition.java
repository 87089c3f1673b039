package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.ActiveProducer;
import io.castellan.server.kafka.log.AppendResult;
import io.castellan.server.kafka.log.LogConfig;
import io.castellan.server.kafka.log.LogView;
import io.castellan.server.kafka.log.PartitionLog;
import io.castellan.server.lane.Lane;
import io.castellan.server.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hosted partition: its log, its role, and who waits for it. Owned by its storage lane; every
 * {@code on…} method runs there. What other threads may read is volatile and immutable: the role,
 * the log's view, and how many bytes became readable.
 *
 * <p>Appends that wait in the lane's queue together are written together and answered together once
 * they are written: one system call for all of them, and one wake-up of those who wait.
 *
 * <p>The high watermark follows from the replicas in sync. While this broker is the only one of
 * them it is the log's end, so an append with acks=all is answered as soon as it is in the log;
 * otherwise it stays where it is until replicas report.
 */
final class Partition {
  /** An append that is in the log but not in its file. */
  private record Staged(Append append, AppendResult result) {}

  /**
   * How much waits for one write at most. Larger writes than this cost no less a byte, and what
   * waits is memory that is not released.
   */
  private static final int MAX_STAGED_BYTES = 512 * 1024;

  private static final int MAX_STAGED = 256;

  private static final String NO_ROOM = "no space left in the log directory";
  private static final String FAILED = "log directory failed";

  private static final Logger log = LoggerFactory.getLogger(Partition.class);

  private final TopicPartition topicPartition;
  private final int brokerId;
  private final Lane lane;
  private final BiConsumer<PartitionLog, StorageException> onDiskFailure;
  private final StorageLane storage;
  private final List<Staged> staged = new ArrayList<>();
  private volatile PartitionLog partitionLog;
  private volatile Path logDirectory;
  private volatile DiskRoom room;
  private final AckQueue acks;
  private final FetchWaiters waiters = new FetchWaiters();
  private final PartitionProxy proxy;

  private volatile PartitionRole role = PartitionRole.NONE_YET;
  private volatile LogConfig config;
  private volatile @Nullable Uuid topicId;
  private volatile long readableBytes;
  private long appendedBytes;
  private @Nullable TopicIdFile topicIdFile;
  private int stagedBytes;

  /**
   * @param brokerId this broker
   * @param storage the owner, told when {@link #commitAppends} must be called soon
   * @param partitionLog the log, opened on this lane or handed over to it
   * @param logDirectory the one of {@code log.dirs} that it lies in
   * @param room whether that has any
   * @param onDiskFailure told, on the lane, that the log's directory can no longer be trusted
   */
  Partition(
      int brokerId,
      StorageLane storage,
      PartitionLog partitionLog,
      Path logDirectory,
      DiskRoom room,
      BiConsumer<PartitionLog, StorageException> onDiskFailure) {
    this.topicPartition = partitionLog.topicPartition();
    this.brokerId = brokerId;
    this.storage = storage;
    this.lane = storage.lane();
    this.partitionLog = partitionLog;
    this.config = partitionLog.config();
    this.logDirectory = logDirectory;
    this.room = room;
    this.onDiskFailure = onDiskFailure;
    this.acks = new AckQueue(lane);
    this.proxy = new PartitionProxy(this);
  }

  TopicPartition topicPartition() {
    return topicPartition;
  }

  Lane lane() {
    return lane;
  }

  PartitionProxy proxy() {
    return proxy;
  }

  /** The log; to be used on the lane, but for what its Javadoc gives to any thread. */
  PartitionLog log() {
    return partitionLog;
  }

  PartitionRole role() {
    return role;
  }

  LogConfig config() {
    return config;
  }

  Path logDirectory() {
    return logDirectory;
  }

  /**
   * Another log, which has all that the present one has, takes its place.
   *
   * @param directory the one of {@code log.dirs} that it lies in
   * @param directoryRoom whether that has any
   * @return the log that was there before
   */
  PartitionLog replaceLog(PartitionLog next, Path directory, DiskRoom directoryRoom) {
    lane.assertOwner();
    commitAppends();
    PartitionLog before = partitionLog;
    if (role.leads()) {
      next.becomeLeader(role.leaderEpoch());
    }
    next.updateConfig(config);
    next.updateHighWatermark(before.highWatermark());
    room = directoryRoom;
    logDirectory = directory;
    partitionLog = next;
    waiters.wakeAll(); // they read from the new one
    return before;
  }

  /** The topic's id as far as it is known. */
  @Nullable Uuid topicId() {
    return topicId;
  }

  /** The log's topic id is being written: no record may come before it. */
  void onTopicIdFile(TopicIdFile file) {
    lane.assertOwner();
    topicIdFile = file;
  }

  /** Waits until the topic id is written, or could not be. */
  void endTopicIdFile() {
    lane.assertOwner();
    if (topicIdFile != null) {
      try {
        topicIdFile.write();
      } catch (StorageException failed) {
        log.debug("topic id of a log that goes was not written", failed);
      }
    }
  }

  void onTopicId(Uuid known) {
    lane.assertOwner();
    topicId = known;
  }

  LogView view() {
    return partitionLog.view();
  }

  long readableBytes() {
    return readableBytes;
  }

  /** Take the role that a decision gives. Its epoch is newer than the one known. */
  void onDecision(LeaderAndIsr decision, LogConfig config) {
    commitAppends(); // under the role in which they were taken
    onConfig(config);
    PartitionRole next = PartitionRole.of(decision, brokerId);
    if (next.leads()) {
      partitionLog.becomeLeader(decision.leaderEpoch());
    }
    role = next;
    if (next.leads()) {
      advanceHighWatermark();
    } else {
      acks.failAll(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }
    // Who waits at an older epoch must hear of the new one.
    waiters.wakeAll();
  }

  /** Keep the topic's changed settings. */
  void onConfig(LogConfig newConfig) {
    lane.assertOwner();
    partitionLog.updateConfig(newConfig);
    config = newConfig;
  }

  /** Take an append, which {@link #commitAppends} writes and answers with all others. */
  void onAppend(Append append) {
    lane.assertOwner();
    PartitionRole now = role;
    if (!now.leads()) {
      append.whenDone().accept(refused(now.error(), "broker " + brokerId + " does not lead it"));
      return;
    }
    int leastInSync = partitionLog.config().minInsyncReplicas();
    if (append.acks() == Append.ACKS_ALL && now.isr().size() < leastInSync) {
      append
          .whenDone()
          .accept(
              refused(
                  ErrorCode.NOT_ENOUGH_REPLICAS,
                  "replicas in sync: "
                      + now.isr().size()
                      + " (expected: >= min.insync.replicas "
                      + leastInSync
                      + ")"));
      return;
    }
    if (room.isFull(lane.clock().monotonicMs())) {
      append.whenDone().accept(refused(ErrorCode.KAFKA_STORAGE_ERROR, NO_ROOM));
      return;
    }
    AppendResult result;
    try {
      if (topicIdFile != null) {
        topicIdFile.write();
        topicIdFile = null;
      }
      result =
          partitionLog.stage(
              append.records(), now.leaderEpoch(), lane.clock().wallClockMs(), append.origin());
    } catch (StorageException diskFailed) {
      String why = onFailure(diskFailed);
      failStaged(why);
      append.whenDone().accept(refused(ErrorCode.KAFKA_STORAGE_ERROR, why));
      return;
    }
    if (!result.isAppended()) {
      append.whenDone().accept(result);
      return;
    }
    if (staged.isEmpty()) {
      storage.onStaged(this);
    }
    staged.add(new Staged(append, result));
    stagedBytes += append.records().readableBytes();
    if (stagedBytes >= MAX_STAGED_BYTES || staged.size() >= MAX_STAGED) {
      commitAppends();
    }
  }

  /**
   * Whether an append waits for nothing: no forcing, no slow disk. Then whoever brings one may hold
   * the lane for it. Any thread.
   */
  boolean appendsWithoutWaiting() {
    LogConfig now = config;
    return now.flushMessages() == Long.MAX_VALUE
        && now.flushMs() == Long.MAX_VALUE
        && storage.writesAtOnce();
  }

  /** Write what has been appended, all at once, and answer it. */
  void commitAppends() {
    lane.assertOwner();
    if (staged.isEmpty()) {
      return;
    }
    try {
      partitionLog.commit(lane.clock().wallClockMs());
    } catch (StorageException diskFailed) {
      failStaged(onFailure(diskFailed));
      return;
    }
    room.onWritten();
    List<Staged> written = takeStaged();
    for (Staged one : written) {
      if (!one.result.duplicate()) {
        appendedBytes += one.append.records().readableBytes();
      }
    }
    advanceHighWatermark();
    for (Staged one : written) {
      answer(one.append, one.result);
    }
  }

  /** A copy: who is answered may append again. */
  private List<Staged> takeStaged() {
    List<Staged> taken = List.copyOf(staged);
    staged.clear();
    stagedBytes = 0;
    return taken;
  }

  /** Something could not be written; returns what is said of it to clients. */
  private String onFailure(StorageException failed) {
    if (failed.isFull()) {
      room.onFull(failed, lane.clock().monotonicMs());
      return NO_ROOM;
    }
    onDiskFailure.accept(partitionLog, failed);
    return FAILED;
  }

  private void failStaged(String why) {
    AppendResult failed = refused(ErrorCode.KAFKA_STORAGE_ERROR, why);
    takeStaged().forEach(one -> one.append.whenDone().accept(failed));
  }

  private void answer(Append append, AppendResult result) {
    if (append.acks() != Append.ACKS_ALL || partitionLog.highWatermark() > result.lastOffset()) {
      append.whenDone().accept(result);
      return;
    }
    acks.await(
        result.lastOffset() + 1,
        append.timeoutMs(),
        error ->
            append
                .whenDone()
                .accept(error == ErrorCode.NONE ? result : refused(error, "acks=-1: " + error)));
  }

  private AppendResult refused(ErrorCode error, String message) {
    return new AppendResult(
        error,
        topicPartition + ": " + message,
        List.of(),
        -1,
        -1,
        -1,
        view().logStartOffset(),
        false);
  }

  private void advanceHighWatermark() {
    PartitionRole now = role;
    boolean alone = now.isr().size() == 1 && now.isr().get(0) == brokerId;
    long next = alone ? partitionLog.logEndOffset() : partitionLog.highWatermark();
    if (next > partitionLog.highWatermark()) {
      partitionLog.updateHighWatermark(next);
      // All that is pending counts, though only a part may have become readable: who is woken too
      // early reads again and waits on.
      readableBytes = appendedBytes;
    }
    ErrorCode outcome =
        now.isr().size() < partitionLog.config().minInsyncReplicas()
            ? ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND
            : ErrorCode.NONE;
    acks.onHighWatermark(partitionLog.highWatermark(), outcome);
    waiters.onProgress();
  }

  /** Take a fetch that waits. */
  void onWait(FetchWait wait) {
    lane.assertOwner();
    if (role.leads()) {
      waiters.add(wait);
    } else {
      wait.wake(); // the role went between the read and this, and with it whoever would wake it
    }
  }

  /**
   * Move the log's start forward (KIP-107).
   *
   * @param beforeOffset the first offset to keep; -1 for the high watermark
   * @param whenDone told the new start, or -1 with {@code OFFSET_OUT_OF_RANGE}, {@code
   *     POLICY_VIOLATION} or what the role says
   */
  void onDeleteRecords(long beforeOffset, BiConsumer<ErrorCode, Long> whenDone) {
    lane.assertOwner();
    commitAppends();
    PartitionRole now = role;
    if (!now.leads()) {
      whenDone.accept(now.error(), -1L);
      return;
    }
    if (!partitionLog.config().cleanupDelete()) {
      whenDone.accept(ErrorCode.POLICY_VIOLATION, -1L);
      return;
    }
    long start = beforeOffset == -1 ? partitionLog.highWatermark() : beforeOffset;
    if (start < 0) {
      whenDone.accept(ErrorCode.OFFSET_OUT_OF_RANGE, -1L);
      return;
    }
    ErrorCode error;
    try {
      error = partitionLog.advanceLogStart(start, lane.clock().wallClockMs());
    } catch (StorageException diskFailed) {
      onFailure(diskFailed);
      whenDone.accept(ErrorCode.KAFKA_STORAGE_ERROR, -1L);
      return;
    }
    whenDone.accept(error, error == ErrorCode.NONE ? partitionLog.logStartOffset() : -1L);
  }

  /** List the producers that the log remembers; for the leader to do. */
  void onDescribeProducers(BiConsumer<ErrorCode, List<ActiveProducer>> whenDone) {
    lane.assertOwner();
    ErrorCode error = role.error();
    whenDone.accept(error, error == ErrorCode.NONE ? partitionLog.activeProducers() : List.of());
  }

  /** Run a piece of upkeep on the log; a failing disk takes the directory offline. */
  void onUpkeep(Consumer<PartitionLog> work) {
    lane.assertOwner();
    if (isOffline()) {
      return;
    }
    commitAppends(); // or the log would, and a failure of that would not reach who waits for them
    try {
      work.accept(partitionLog);
    } catch (StorageException diskFailed) {
      onFailure(diskFailed);
    }
  }

  /** Whether the log's directory has failed. Any thread. */
  boolean isOffline() {
    return role.error() == ErrorCode.KAFKA_STORAGE_ERROR;
  }

  /** The log's directory has failed: nothing more is read from or written to it. */
  void onOffline() {
    lane.assertOwner();
    if (!isOffline()) {
      role = role.offline();
      failStaged(FAILED);
      acks.failAll(ErrorCode.KAFKA_STORAGE_ERROR);
      waiters.wakeAll();
      log.error("partition offline partition={}", topicPartition);
    }
  }

  /** This broker stops serving the partition; the log stays open for its next user. */
  void onStop(int leaderEpoch) {
    lane.assertOwner();
    commitAppends();
    PartitionRole before = role;
    role =
        new PartitionRole(
            ErrorCode.NOT_LEADER_OR_FOLLOWER,
            -1,
            -1, // a stopped partition is forgotten, epoch and all: the same epoch may lead it again
            before.partitionEpoch(),
            List.of(),
            before.replicas());
    acks.failAll(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    waiters.wakeAll();
  }
}
