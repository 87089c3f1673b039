package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.LogConfig;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.kafka.log.LogRecovery;
import io.castellan.server.kafka.log.OpenFiles;
import io.castellan.server.kafka.log.PartitionLog;
import io.castellan.server.kafka.log.PartitionMetadata;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.LaneGroup;
import io.castellan.server.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All partitions of this broker: opens their logs at the start, gives them the roles that the
 * controller decides, closes them at the end.
 *
 * <p>Everything about one partition happens on its storage lane, which its name decides, so this
 * class has no state of its own but tables that any thread may read. {@link #start} comes first, on
 * one thread; {@link #close} last.
 */
public final class Partitions implements PartitionHost, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Partitions.class);

  /**
   * What the partitions need to know.
   *
   * @param brokerId this broker
   * @param recoveryThreadsPerDirectory how many logs of a directory are opened side by side
   * @param defaults what a log goes by until its topic's settings are known
   * @param topicConfig makes a log's settings of a topic's name and its own ones; never fails
   */
  public record Settings(
      int brokerId,
      int recoveryThreadsPerDirectory,
      LogConfig defaults,
      BiFunction<String, Map<String, String>, LogConfig> topicConfig) {}

  private final Settings settings;
  private final LogDirectories directories;
  private final LaneGroup lanes;
  private final Clock clock;
  private final PartitionTable table = new PartitionTable();
  private final Map<Lane, StorageLane> storage = new HashMap<>();
  private Executor diskWork = Runnable::run;
  private final Map<TopicPartition, String> refused = new ConcurrentHashMap<>();
  private final Map<LogDirectory, DiskRoom> rooms = new ConcurrentHashMap<>();
  private final Set<LogDirectory> notClean = ConcurrentHashMap.newKeySet();
  private Consumer<Partition> onServed = partition -> {};
  private Consumer<TopicPartition> onDeleted = topicPartition -> {};

  /**
   * @param directories open, their identity checked
   * @param lanes the storage lanes, not started yet
   */
  public Partitions(Settings settings, LogDirectories directories, LaneGroup lanes, Clock clock) {
    this.settings = settings;
    this.directories = directories;
    this.lanes = lanes;
    this.clock = clock;
    int mostOpenSegments = OpenFiles.mostSegments() / lanes.all().size();
    lanes.all().forEach(lane -> storage.put(lane, new StorageLane(lane, mostOpenSegments)));
  }

  /**
   * Open every log that is there, and start the lanes. No partition is served before the controller
   * says so.
   */
  public void start() {
    Recovery recovery = new Recovery(directories, this::owner, settings.defaults(), clock);
    recovery.run(settings.recoveryThreadsPerDirectory());
    recovery
        .refused()
        .forEach((partition, why) -> refused.put(partition, String.valueOf(why.getMessage())));
    for (Recovery.Recovered one : recovery.recovered()) {
      one.owner()
          .put(one.directory(), newPartition(one.owner(), one.directory(), one.partitionLog()));
    }
    int next = 0;
    for (LogDirectory directory : directories.online()) {
      StorageLane any = storage.get(lanes.of(next++));
      if (any != null) {
        directory.resumeDeletions(
            any.deletions(), clock.wallClockMs() + settings.defaults().fileDeleteDelayMs());
      }
    }
    lanes.start();
  }

  /**
   * Give what has to wait for a disk, and may be done a little later, to a thread that can wait.
   * Before {@link #start}.
   */
  public void diskWork(Executor executor) {
    diskWork = executor;
  }

  /** What is served, for those who read and write. */
  public PartitionTable table() {
    return table;
  }

  /** The log directories. */
  public LogDirectories directories() {
    return directories;
  }

  /** The directory that a partition's log lies in; null when the partition is gone. */
  @Nullable LogDirectory directoryOf(Partition partition) {
    return directories.placeOf(partition.topicPartition());
  }

  Iterable<StorageLane> storageLanes() {
    return storage.values();
  }

  private StorageLane owner(TopicPartition partition) {
    StorageLane owner = storage.get(lanes.of(partition.hashCode()));
    if (owner == null) {
      throw new IllegalStateException("lane without storage: " + partition);
    }
    return owner;
  }

  private Partition newPartition(
      StorageLane owner, LogDirectory directory, PartitionLog partitionLog) {
    return new Partition(
        settings.brokerId(),
        owner,
        partitionLog,
        directory.path(),
        room(directory),
        this::onLogFailure);
  }

  @Override
  public CompletionStage<ErrorCode> becomeLeaderOrFollower(LeaderAndIsr decision) {
    CompletableFuture<ErrorCode> outcome = new CompletableFuture<>();
    StorageLane owner = owner(decision.topicPartition());
    owner.lane().execute(() -> outcome.complete(onDecision(owner, decision)));
    return outcome;
  }

  private ErrorCode onDecision(StorageLane owner, LeaderAndIsr decision) {
    TopicPartition topicPartition = decision.topicPartition();
    owner.postponed().remove(topicPartition);
    if (!decision.replicas().contains(settings.brokerId())) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    LogConfig config = settings.topicConfig().apply(topicPartition.topic(), decision.topicConfig());
    LogDirectory place = directories.placeOf(topicPartition);
    if (place != null && directories.isOffline(place)) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    try {
      StorageLane.Hosted hosted = owner.get(topicPartition);
      if (hosted == null) {
        hosted = create(owner, topicPartition, config);
      }
      if (hosted == null) {
        return ErrorCode.KAFKA_STORAGE_ERROR;
      }
      Partition partition = hosted.partition();
      if (!agreeOnTopicId(hosted, decision.topicId())) {
        return ErrorCode.INCONSISTENT_TOPIC_ID;
      }
      if (decision.leaderEpoch() <= partition.role().leaderEpoch()) {
        table.put(partition.proxy(), decision.topicId());
        return ErrorCode.STALE_CONTROLLER_EPOCH;
      }
      partition.onDecision(decision, config);
      table.put(partition.proxy(), decision.topicId());
      onServed.accept(partition);
      log.info(
          "partition {} partition={} epoch={} isr={} start={} end={}",
          partition.role().leads() ? "led" : "followed",
          topicPartition,
          decision.leaderEpoch(),
          decision.isr(),
          partition.view().logStartOffset(),
          partition.view().logEndOffset());
      return ErrorCode.NONE;
    } catch (StorageException failed) {
      LogDirectory failing = directories.placeOf(topicPartition);
      if (failing != null && failed.isFull()) {
        room(failing).onFull(failed, clock.monotonicMs());
        if (owner.postponed().add(decision, again -> onDecision(owner, again))) {
          log.error(
              "partition not served until there is room partition={} reason={}",
              topicPartition,
              failed.getMessage());
        }
      } else if (failing == null || failed.getCause() == null) {
        log.error("partition not served partition={}", topicPartition, failed);
      } else {
        onDiskFailure(failing, failed);
      }
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
  }

  private StorageLane.@Nullable Hosted create(
      StorageLane owner, TopicPartition topicPartition, LogConfig config) {
    String why = refused.get(topicPartition);
    if (why != null) {
      log.error("partition not served partition={} reason={}", topicPartition, why);
      return null;
    }
    LogDirectory place = directories.placeOf(topicPartition); // if there was no room to open it
    LogDirectory directory = place == null ? directories.choose(topicPartition) : place;
    if (directory == null) {
      return null;
    }
    PartitionLog created =
        directory.openLog(
            topicPartition,
            config,
            owner.deletions(),
            owner.lane()::assertOwner,
            LogRecovery.Progress.SILENT,
            clock.wallClockMs());
    owner.put(directory, newPartition(owner, directory, created));
    return owner.get(topicPartition);
  }

  /**
   * KIP-516: a log that was made for another topic of the same name must not be taken for this
   * one's.
   */
  private boolean agreeOnTopicId(StorageLane.Hosted hosted, Uuid topicId) {
    if (topicId.isZero()) {
      return true;
    }
    Partition partition = hosted.partition();
    Uuid known = partition.topicId();
    if (known == null) {
      Path directory = partition.log().directory();
      known = PartitionMetadata.read(directory);
      if (known == null) {
        known = topicId;
        TopicIdFile file = new TopicIdFile(directory, topicId);
        partition.onTopicIdFile(file);
        diskWork.execute(() -> write(file, hosted.directory()));
      }
      partition.onTopicId(known);
    }
    return known.equals(topicId);
  }

  private void write(TopicIdFile file, LogDirectory directory) {
    try {
      file.write();
    } catch (StorageException failed) {
      onCheckpointFailure(directory, failed);
    }
  }

  @Override
  public CompletionStage<ErrorCode> stopReplica(
      TopicPartition topicPartition, int leaderEpoch, boolean delete) {
    CompletableFuture<ErrorCode> outcome = new CompletableFuture<>();
    StorageLane owner = owner(topicPartition);
    owner
        .lane()
        .execute(() -> outcome.complete(onStop(owner, topicPartition, leaderEpoch, delete)));
    return outcome;
  }

  private ErrorCode onStop(
      StorageLane owner, TopicPartition topicPartition, int leaderEpoch, boolean delete) {
    LogDirectory place = directories.placeOf(topicPartition);
    if (place != null && directories.isOffline(place)) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    owner.postponed().remove(topicPartition);
    StorageLane.Hosted hosted = owner.get(topicPartition);
    try {
      if (hosted != null) {
        Partition partition = hosted.partition();
        if (leaderEpoch >= 0 && leaderEpoch < partition.role().leaderEpoch()) {
          return ErrorCode.FENCED_LEADER_EPOCH;
        }
        table.remove(topicPartition);
        partition.onStop(leaderEpoch);
        if (delete) {
          onDeleted.accept(topicPartition);
          partition.endTopicIdFile(); // before the directory's name is another topic's
          hosted.directory().deleteLog(partition.log(), owner.deletions(), clock.wallClockMs());
          owner.remove(topicPartition);
        }
      } else if (delete && place != null) {
        place.deleteUnopened(
            topicPartition,
            owner.deletions(),
            clock.wallClockMs() + settings.defaults().fileDeleteDelayMs());
        refused.remove(topicPartition);
      }
      if (delete) {
        directories.forget(topicPartition);
        log.info("partition deleted partition={}", topicPartition);
      }
      return ErrorCode.NONE;
    } catch (StorageException failed) {
      if (place != null) {
        onCheckpointFailure(place, failed);
      }
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
  }

  @Override
  public void updateTopicConfig(String topic, Map<String, String> topicConfig) {
    LogConfig config = settings.topicConfig().apply(topic, topicConfig);
    for (PartitionProxy partition : table.ofTopic(topic)) {
      partition.updateConfig(config);
    }
  }

  /** Be told, on its lane, of a partition that takes up a role. Before there is any. */
  void onServed(Consumer<Partition> listener) {
    onServed = listener;
  }

  /** Be told, on its lane, of a partition whose log is deleted. Before there is any. */
  void onDeleted(Consumer<TopicPartition> listener) {
    onDeleted = listener;
  }

  /**
   * Let the copy of a partition's log, in another directory, take the log's place. On its lane.
   *
   * @param future which has all that the log has
   */
  void replaceLog(Partition partition, PartitionLog future, LogDirectory target) {
    TopicPartition topicPartition = partition.topicPartition();
    StorageLane owner = owner(topicPartition);
    LogDirectory source = directories.placeOf(topicPartition);
    partition.endTopicIdFile(); // it goes into the directory that is left
    long nowMs = clock.wallClockMs();
    PartitionLog adopted =
        target.adopt(
            future,
            partition.log().logStartOffset(),
            partition.log().highWatermark(),
            partition.config(),
            owner.deletions(),
            owner.lane()::assertOwner,
            nowMs);
    PartitionLog before = partition.replaceLog(adopted, target.path(), room(target));
    owner.put(target, partition);
    directories.place(topicPartition, target);
    if (source != null) {
      source.deleteLog(before, owner.deletions(), nowMs);
    }
  }

  /** Whether a directory's disk has room. */
  DiskRoom room(LogDirectory directory) {
    return rooms.computeIfAbsent(directory, any -> new DiskRoom(directory.path()));
  }

  /** A checkpoint could not be replaced: if there is no room for it, the old one still holds. */
  void onCheckpointFailure(LogDirectory directory, StorageException why) {
    if (why.isFull()) {
      room(directory).onFull(why, clock.monotonicMs());
    } else {
      onDiskFailure(directory, why);
    }
  }

  /** A disk has failed: its partitions stop answering, on each lane by itself. */
  void onDiskFailure(LogDirectory directory, StorageException why) {
    directories.takeOffline(directory.path(), why);
    for (StorageLane owner : storage.values()) {
      owner
          .lane()
          .execute(
              () -> {
                for (StorageLane.Hosted one : owner.all()) {
                  if (one.directory() == directory) {
                    one.partition().onOffline();
                  }
                }
              });
    }
  }

  /**
   * Close all logs, write the checkpoints, and mark each directory that nothing went wrong in as
   * cleanly shut down. The lanes end with it.
   */
  @Override
  public void close() {
    Map<LogDirectory, List<LogDirectory.Positions>> closed = new ConcurrentHashMap<>();
    directories.online().forEach(directory -> closed.put(directory, new ArrayList<>()));
    CountDownLatch left = new CountDownLatch(storage.size());
    for (StorageLane owner : storage.values()) {
      owner
          .lane()
          .execute(
              () -> {
                try {
                  owner.closeLogs(
                      (directory, positions) ->
                          closed.computeIfPresent(
                              directory,
                              (key, list) -> {
                                list.add(positions);
                                return list;
                              }),
                      this::onCloseFailure);
                } finally {
                  left.countDown();
                }
              });
    }
    try {
      if (!left.await(60, TimeUnit.SECONDS)) {
        log.error("logs not closed within 60 s, the next start recovers them");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } finally {
      lanes.close();
    }
    closed.forEach(this::markClean);
  }

  private void onLogFailure(PartitionLog failedLog, StorageException why) {
    Path path = failedLog.directory().getParent();
    LogDirectory directory = path == null ? null : directories.online(path);
    if (directory != null) {
      onDiskFailure(directory, why);
    }
  }

  private void onCloseFailure(PartitionLog failedLog, StorageException why) {
    Path path = failedLog.directory().getParent();
    LogDirectory directory = path == null ? null : directories.online(path);
    if (directory == null) {
      return;
    }
    if (why.isFull()) {
      notClean.add(directory);
      log.error(
          "log not closed for want of room, the next start recovers it partition={} reason={}",
          failedLog.topicPartition(),
          why.getMessage());
    } else {
      directories.takeOffline(directory.path(), why);
    }
  }

  private void markClean(LogDirectory directory, List<LogDirectory.Positions> positions) {
    boolean refusedHere =
        notClean.contains(directory)
            || directory.hasUnopened()
            || refused.keySet().stream().anyMatch(one -> directories.placeOf(one) == directory);
    if (directories.isOffline(directory)) {
      return;
    }
    try {
      directory.writeCheckpoints(positions);
      directory.writeHighWatermarks(positions);
      directory.writeCleaned(positions);
      if (!refusedHere) {
        directory.markCleanShutdown(); // or the next start would take a damaged log for a sound one
      }
    } catch (StorageException failed) {
      if (failed.isFull()) {
        log.error(
            "no room for checkpoints, the next start recovers the logs directory={} reason={}",
            directory.path(),
            failed.getMessage());
      } else {
        directories.takeOffline(directory.path(), failed);
      }
    }
  }
}
