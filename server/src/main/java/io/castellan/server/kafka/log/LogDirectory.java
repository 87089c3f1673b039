package io.castellan.server.kafka.log;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.storage.Directories;
import io.castellan.server.storage.DirectoryLock;
import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the broker's {@code log.dirs}: a lock, the directory's identity, checkpoints, and a
 * directory per partition.
 *
 * <p>Life: {@link #open} locks it and reads what the last process left; {@link #openLog} opens
 * partitions, on any threads at once; {@link #writeCheckpoints} is called every few seconds, by one
 * thread; after all logs are closed, {@link #markCleanShutdown} and {@link #close}.
 */
public final class LogDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);

  private static final String LOCK = ".lock";
  private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";
  private static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";
  private static final String LOG_STARTS = "log-start-offset-checkpoint";
  private static final String CLEANED = "cleaner-offset-checkpoint";
  private static final String HIGH_WATERMARKS = "replication-offset-checkpoint";

  /**
   * Stock 3.7 and later read a broker epoch here; ZooKeeper mode writes -1, older releases look at
   * the name only.
   */
  private static final String CLEAN_SHUTDOWN_TEXT = "{\"version\":0,\"brokerEpoch\":-1}";

  /**
   * What the checkpoints say of one log, taken on its lane.
   *
   * @param logStartOffset -1 if the first segment's name says it
   * @param cleanedUntil -1 if the log was never compacted
   */
  public record Positions(
      TopicPartition topicPartition,
      long recoveryPoint,
      long logStartOffset,
      long highWatermark,
      long cleanedUntil) {}

  private final Path path;
  private final DirectoryLock lock;
  private final boolean clean;
  private final Map<TopicPartition, Long> recoveryPoints;
  private final Map<TopicPartition, Long> logStarts;
  private final Map<TopicPartition, Long> highWatermarks;
  private final Map<TopicPartition, Long> cleaned;
  private final Set<TopicPartition> unopened = ConcurrentHashMap.newKeySet();
  private Map<TopicPartition, Long> writtenCleaned;

  private LogDirectory(Path path, DirectoryLock lock) {
    this.path = path;
    this.lock = lock;
    this.recoveryPoints = read(RECOVERY_POINTS);
    this.logStarts = read(LOG_STARTS);
    this.cleaned = read(CLEANED);
    this.writtenCleaned = Map.copyOf(cleaned);
    this.highWatermarks = read(HIGH_WATERMARKS);
    // Last, so that a start that fails before it does not turn a clean directory into one that must
    // be recovered.
    this.clean = Directories.delete(path.resolve(CLEAN_SHUTDOWN));
  }

  private Map<TopicPartition, Long> read(String checkpoint) {
    return new ConcurrentHashMap<>(new OffsetCheckpoint(path.resolve(checkpoint)).read());
  }

  /**
   * Locks a directory, which is made if it does not exist, and reads its checkpoints.
   *
   * @throws StorageException if another process has it, or it cannot be read
   */
  public static LogDirectory open(Path path) {
    Directories.create(path);
    DirectoryLock lock = DirectoryLock.acquire(path, LOCK);
    boolean opened = false;
    try {
      LogDirectory directory = new LogDirectory(path, lock);
      opened = true;
      return directory;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** Whether the last process left it in an orderly way. */
  public boolean isClean() {
    return clean;
  }

  /** Whose it is; null if nobody has said yet. */
  public @Nullable MetaProperties meta() {
    return MetaProperties.read(path);
  }

  /**
   * Says whose it is; on disk when this returns. Keys of the present file that mean nothing here
   * are kept.
   */
  public void writeMeta(int brokerId, String clusterId, long nowMs) {
    MetaProperties present = meta();
    new MetaProperties(brokerId, clusterId, present == null ? Map.of() : present.others())
        .write(path, nowMs);
  }

  /** The partitions that have a log here. */
  public List<TopicPartition> partitions() {
    List<TopicPartition> found = new ArrayList<>();
    for (Path directory : directories()) {
      PartitionDirectoryName name =
          PartitionDirectoryName.parse(directory.getFileName().toString());
      TopicPartition partition = name.topicPartition();
      switch (name.state()) {
        case LIVE -> {
          if (partition != null) {
            found.add(partition);
          }
        }
        case FUTURE -> LOG.info("move of a log not ended directory={}", directory);
        case STRAY -> LOG.warn("stray log left alone directory={}", directory);
        case DELETING, FOREIGN -> LOG.debug("directory passed over directory={}", directory);
      }
    }
    return found;
  }

  /** The copies of logs that were being moved here, by the partition, when the process ended. */
  public Map<TopicPartition, Path> futures() {
    Map<TopicPartition, Path> found = new HashMap<>();
    for (Path directory : directories()) {
      PartitionDirectoryName name =
          PartitionDirectoryName.parse(directory.getFileName().toString());
      TopicPartition partition = name.topicPartition();
      if (name.state() == PartitionDirectoryName.State.FUTURE && partition != null) {
        found.put(partition, directory);
      }
    }
    return found;
  }

  /** Queues what an earlier process had begun to delete. */
  public void resumeDeletions(DeletionQueue deletions, long dueMs) {
    for (Path directory : directories()) {
      if (PartitionDirectoryName.parse(directory.getFileName().toString()).state()
          == PartitionDirectoryName.State.DELETING) {
        deletions.add(dueMs, () -> deleteTree(directory));
      }
    }
  }

  /** The directory of a partition, whether it exists or not. */
  public Path directoryOf(TopicPartition topicPartition) {
    return path.resolve(topicPartition.toString());
  }

  /**
   * Opens a partition's log, or makes an empty one.
   *
   * @param config the topic's
   * @param deletions of the lane that will own the log
   * @param ownerCheck fails when called by any thread but the owner; not called before the log is
   *     handed over
   * @param progress is told of segments that have to be read
   * @throws StorageException naming the file that cannot be read or trusted
   */
  public PartitionLog openLog(
      TopicPartition topicPartition,
      LogConfig config,
      DeletionQueue deletions,
      Runnable ownerCheck,
      LogRecovery.Progress progress,
      long nowMs) {
    Path directory = directoryOf(topicPartition);
    boolean exists = Files.isDirectory(directory);
    if (exists) {
      unopened.add(topicPartition);
    } else {
      forgetPositions(topicPartition);
      // Its name is forced with its first records: making a topic of fifty partitions must not cost
      // fifty trips to the disk.
      make(directory);
    }
    LogRecovery.Checkpoints checkpoints =
        exists
            ? new LogRecovery.Checkpoints(
                clean,
                recoveryPoints.getOrDefault(topicPartition, -1L),
                logStarts.getOrDefault(topicPartition, 0L),
                highWatermarks.getOrDefault(topicPartition, -1L))
            : LogRecovery.Checkpoints.NONE;
    PartitionLog log =
        new PartitionLog(
            LogRecovery.open(topicPartition, directory, config, checkpoints, progress, nowMs),
            config,
            deletions,
            ownerCheck);
    if (exists) {
      log.restoreCleaned(cleaned.getOrDefault(topicPartition, -1L));
      unopened.remove(topicPartition);
    }
    return log;
  }

  /** Whether there are logs that could not be opened: the next start must recover them. */
  public boolean hasUnopened() {
    return !unopened.isEmpty();
  }

  /** What was known of a log that is gone must not be taken for what is known of the next one. */
  private void forgetPositions(TopicPartition topicPartition) {
    unopened.remove(topicPartition);
    recoveryPoints.remove(topicPartition);
    logStarts.remove(topicPartition);
    highWatermarks.remove(topicPartition);
    cleaned.remove(topicPartition);
  }

  /** What a checkpoint said of the logs that could not be opened still holds. */
  private void keepUnopened(Map<TopicPartition, Long> known, Map<TopicPartition, Long> checkpoint) {
    for (TopicPartition partition : unopened) {
      Long offset = known.get(partition);
      if (offset != null) {
        checkpoint.putIfAbsent(partition, offset);
      }
    }
  }

  /**
   * Opens the copy that a partition's log is to be moved here by, or makes an empty one.
   *
   * @param leftover the copy's directory, if an earlier process has begun it
   * @param deletions of the copy alone
   * @param ownerCheck as in {@link #openLog}
   */
  public PartitionLog openFuture(
      TopicPartition topicPartition,
      @Nullable Path leftover,
      LogConfig config,
      DeletionQueue deletions,
      Runnable ownerCheck,
      long nowMs) {
    Path directory =
        leftover == null
            ? path.resolve(PartitionDirectoryName.future(topicPartition, UUID.randomUUID()))
            : leftover;
    if (leftover == null) {
      make(directory);
    }
    return new PartitionLog(
        LogRecovery.open(
            topicPartition,
            directory,
            config,
            LogRecovery.Checkpoints.NONE,
            LogRecovery.Progress.SILENT,
            nowMs),
        config,
        deletions,
        ownerCheck);
  }

  /**
   * Makes a copy that has all that the log has the partition's log. All of it is on disk then,
   * under the partition's name. The log that it takes the place of is to be deleted after this, as
   * stock does, so that a crash leaves two whole logs rather than none.
   *
   * @param future the copy, which is closed
   * @param logStartOffset of the log; the copy may begin before it
   * @param highWatermark of the log
   */
  public PartitionLog adopt(
      PartitionLog future,
      long logStartOffset,
      long highWatermark,
      LogConfig config,
      DeletionQueue deletions,
      Runnable ownerCheck,
      long nowMs) {
    TopicPartition topicPartition = future.topicPartition();
    future.close();
    long end = future.logEndOffset();
    Directories.rename(future.directory(), directoryOf(topicPartition));
    // How far the log was compacted is not so of the copy, which may have been read before that: it
    // is compacted from its start.
    return new PartitionLog(
        LogRecovery.open(
            topicPartition,
            directoryOf(topicPartition),
            config,
            new LogRecovery.Checkpoints(true, end, logStartOffset, highWatermark),
            LogRecovery.Progress.SILENT,
            nowMs),
        config,
        deletions,
        ownerCheck);
  }

  /** Deletes a log that nobody reads, files and all. On its lane, which waits for it. */
  public void deleteNow(PartitionLog log) {
    log.abandon();
    deleteTree(log.directory());
  }

  /** Deletes a partition's directory whose log was found a second time elsewhere. */
  public void deleteDuplicate(TopicPartition topicPartition) {
    Path to = path.resolve(PartitionDirectoryName.deleting(topicPartition, UUID.randomUUID()));
    Directories.rename(directoryOf(topicPartition), to);
  }

  private static void make(Path directory) {
    try {
      Files.createDirectory(directory);
    } catch (IOException e) {
      throw StorageException.failed("create", directory, e);
    }
  }

  /**
   * Deletes a partition: its directory is renamed now, so that the topic may be made again at once,
   * and removed later. On the log's lane.
   */
  public void deleteLog(PartitionLog log, DeletionQueue deletions, long nowMs) {
    log.abandon();
    Path from = log.directory();
    Path to =
        path.resolve(PartitionDirectoryName.deleting(log.topicPartition(), UUID.randomUUID()));
    Directories.rename(from, to);
    deletions.add(nowMs + log.config().fileDeleteDelayMs(), () -> deleteTree(to));
  }

  /** Deletes the directory of a partition whose log is not open. */
  public void deleteUnopened(TopicPartition topicPartition, DeletionQueue deletions, long dueMs) {
    forgetPositions(topicPartition);
    Path from = directoryOf(topicPartition);
    if (Files.isDirectory(from)) {
      Path to = path.resolve(PartitionDirectoryName.deleting(topicPartition, UUID.randomUUID()));
      Directories.rename(from, to);
      deletions.add(dueMs, () -> deleteTree(to));
    }
  }

  /**
   * Replaces the checkpoint of recovery points and, where needed, of log starts; on disk when this
   * returns.
   */
  public void writeCheckpoints(Collection<Positions> logs) {
    Map<TopicPartition, Long> points = new HashMap<>();
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (Positions log : logs) {
      points.put(log.topicPartition(), log.recoveryPoint());
      if (log.logStartOffset() >= 0) {
        starts.put(log.topicPartition(), log.logStartOffset());
      }
    }
    keepUnopened(recoveryPoints, points);
    keepUnopened(logStarts, starts);
    new OffsetCheckpoint(path.resolve(RECOVERY_POINTS)).write(points);
    new OffsetCheckpoint(path.resolve(LOG_STARTS)).write(starts);
  }

  /** Replaces the checkpoint of compactions; on disk when this returns. */
  public void writeCleaned(Collection<Positions> logs) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Positions log : logs) {
      if (log.cleanedUntil() >= 0) {
        offsets.put(log.topicPartition(), log.cleanedUntil());
      }
    }
    keepUnopened(cleaned, offsets);
    // Compactions are rare, and most logs have none: an idle broker leaves its disks alone.
    if (!offsets.equals(writtenCleaned)) {
      new OffsetCheckpoint(path.resolve(CLEANED)).write(offsets);
      writtenCleaned = offsets;
    }
  }

  /** Replaces the checkpoint of high watermarks; on disk when this returns. */
  public void writeHighWatermarks(Collection<Positions> logs) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Positions log : logs) {
      offsets.put(log.topicPartition(), log.highWatermark());
    }
    keepUnopened(highWatermarks, offsets);
    new OffsetCheckpoint(path.resolve(HIGH_WATERMARKS)).write(offsets);
  }

  /**
   * Says that all logs were closed in an orderly way and all checkpoints written: the next start
   * need not look for damage.
   */
  public void markCleanShutdown() {
    Path file = path.resolve(CLEAN_SHUTDOWN);
    try {
      Files.write(file, CLEAN_SHUTDOWN_TEXT.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw StorageException.failed("write", file, e);
    }
    Directories.forceParent(file);
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    lock.close();
  }

  private List<Path> directories() {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw StorageException.failed("list", path, e);
    }
  }

  private static void deleteTree(Path directory) {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(directory)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      throw StorageException.failed("list", directory, e);
    }
    for (Path file : all) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw StorageException.failed("delete", file, e);
      }
    }
  }
}
