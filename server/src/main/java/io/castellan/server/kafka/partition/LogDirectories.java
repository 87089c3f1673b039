package io.castellan.server.kafka.partition;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.kafka.log.LogTail;
import io.castellan.server.kafka.log.MetaProperties;
import io.castellan.server.storage.StorageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's {@code log.dirs}: which are online, what lies where, and whose they are. Any thread.
 *
 * <p>A directory whose disk fails goes offline, loudly, and stays so until the next start; the
 * others serve on. A directory that is in use, or belongs to another broker or cluster, is no
 * failing disk: the broker refuses to start.
 */
public final class LogDirectories implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogDirectories.class);

  /** A copy that an earlier process has begun to move a log by. */
  record Future(LogDirectory directory, Path path) {}

  /** How many wishes of {@link #prefer} are remembered at most. */
  private static final int MOST_PREFERRED = 10_000;

  private final Map<Path, LogDirectory> opened;
  private final Map<Path, String> offline = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<TopicPartition, LogDirectory> places = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<LogDirectory, Integer> counts = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Future> futures = new ConcurrentHashMap<>();
  private final Map<TopicPartition, LogDirectory> preferred = new ConcurrentHashMap<>();
  private volatile Consumer<Path> onOffline = path -> {};

  private LogDirectories(Map<Path, LogDirectory> opened) {
    this.opened = opened;
  }

  /**
   * Lock the directories and read their checkpoints.
   *
   * @throws StorageException when one is in use or makes no sense, or none is online
   */
  public static LogDirectories open(List<Path> paths) {
    Map<Path, LogDirectory> opened = new LinkedHashMap<>();
    LogDirectories directories = new LogDirectories(opened);
    try {
      StorageException last = null;
      for (Path path : paths) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
          LogDirectory directory = LogDirectory.open(absolute);
          opened.put(absolute, directory);
          directory.partitions().forEach(partition -> directories.claim(partition, directory));
          directory
              .futures()
              .forEach(
                  (partition, future) ->
                      directories.futures.put(partition, new Future(directory, future)));
        } catch (StorageException failed) {
          if (failed.getCause() == null) {
            throw failed;
          }
          last = failed;
          directories.takeOffline(absolute, failed);
        }
      }
      if (last != null && directories.online().isEmpty()) {
        throw last;
      }
      return directories;
    } catch (RuntimeException refused) {
      directories.close();
      throw refused;
    }
  }

  private void claim(TopicPartition partition, LogDirectory directory) {
    LogDirectory other = places.putIfAbsent(partition, directory);
    if (other != null
        && LogTail.areAlike(other.directoryOf(partition), directory.directoryOf(partition))) {
      // The end of a move was interrupted: both are whole.
      log.warn(
          "second log of a partition deleted, left by an interrupted move directory={} kept={}",
          directory.directoryOf(partition),
          other.directoryOf(partition));
      directory.deleteDuplicate(partition);
      return;
    }
    if (other != null) {
      throw StorageException.refused(
          directory.directoryOf(partition),
          "second log of the partition (expected: only " + other.directoryOf(partition) + ")");
    }
    counts.merge(directory, 1, Integer::sum);
  }

  /** Be told, once for each, of directories that go offline from now on. */
  public void onOffline(Consumer<Path> listener) {
    onOffline = listener;
  }

  /**
   * The broker id that the directories were written by; -1 when they are new.
   *
   * @throws StorageException when they disagree
   */
  public int brokerId() {
    int id = -1;
    for (LogDirectory directory : online()) {
      MetaProperties meta = directory.meta();
      if (meta != null && meta.brokerId() >= 0) {
        if (id >= 0 && meta.brokerId() != id) {
          throw StorageException.refused(
              directory.path().resolve(MetaProperties.FILE),
              "broker.id: "
                  + meta.brokerId()
                  + " (expected: "
                  + id
                  + ", as in the other log.dirs)");
        }
        id = meta.brokerId();
      }
    }
    return id;
  }

  /**
   * Check whose the directories are, and say so in those that are new.
   *
   * @throws StorageException when one belongs to another broker or cluster
   */
  public void takeIdentity(int brokerId, String clusterId, long nowMs) {
    for (LogDirectory directory : online()) {
      Path file = directory.path().resolve(MetaProperties.FILE);
      MetaProperties meta = directory.meta();
      if (meta != null && meta.clusterId() != null && !meta.clusterId().equals(clusterId)) {
        throw StorageException.refused(
            file,
            "cluster.id: "
                + meta.clusterId()
                + " (expected: "
                + clusterId
                + ", the id in ZooKeeper: this directory is of another cluster)");
      }
      if (meta != null && meta.brokerId() >= 0 && meta.brokerId() != brokerId) {
        throw StorageException.refused(
            file, "broker.id: " + meta.brokerId() + " (expected: " + brokerId + ")");
      }
      if (meta == null || meta.clusterId() == null || meta.brokerId() < 0) {
        directory.writeMeta(brokerId, clusterId, nowMs);
      }
    }
  }

  /** The directories that work, in the order of their configuration. */
  public List<LogDirectory> online() {
    List<LogDirectory> online = new ArrayList<>();
    for (LogDirectory directory : opened.values()) {
      if (!offline.containsKey(directory.path())) {
        online.add(directory);
      }
    }
    return online;
  }

  /** The directories that have failed. */
  public List<Path> offline() {
    return List.copyOf(offline.keySet());
  }

  /** Whether a directory has failed. */
  public boolean isOffline(LogDirectory directory) {
    return offline.containsKey(directory.path());
  }

  /** The partitions that lie in the directories, opened or not. */
  public Map<TopicPartition, LogDirectory> places() {
    return Map.copyOf(places);
  }

  /** Where a partition lies; null when it does not. */
  @Nullable LogDirectory placeOf(TopicPartition partition) {
    return places.get(partition);
  }

  /**
   * Choose a directory for a new partition: the online one with the fewest.
   *
   * @return null when none is online
   */
  @Nullable LogDirectory choose(TopicPartition partition) {
    LogDirectory best = preferred.remove(partition);
    if (best != null && !isOffline(best)) {
      place(partition, best);
      return best;
    }
    best = null;
    int fewest = Integer.MAX_VALUE;
    for (LogDirectory directory : online()) {
      int count = counts.getOrDefault(directory, 0);
      if (count < fewest) {
        fewest = count;
        best = directory;
      }
    }
    if (best != null) {
      place(partition, best);
    }
    return best;
  }

  /** A partition lies in a directory from now on, wherever it was before. */
  void place(TopicPartition partition, LogDirectory directory) {
    forget(partition);
    places.put(partition, directory);
    counts.merge(directory, 1, Integer::sum);
  }

  /** Have a partition that is not here yet made in a directory, should it come. */
  void prefer(TopicPartition partition, LogDirectory directory) {
    if (preferred.size() < MOST_PREFERRED) {
      preferred.put(partition, directory);
    }
  }

  /**
   * One of {@code log.dirs} by an absolute path; null if it is none of them.
   *
   * @param path as a client has sent it
   */
  @Nullable Path configured(String path) {
    try {
      String wanted = Path.of(path).normalize().toString();
      return Stream.concat(opened.keySet().stream(), offline.keySet().stream())
          .filter(known -> known.toString().equals(wanted))
          .findFirst()
          .orElse(null);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** The directory of a path, if it works. */
  @Nullable LogDirectory online(Path path) {
    return offline.containsKey(path) ? null : opened.get(path);
  }

  /** The copy of a partition's log that an earlier process has left; to be gone on with, once. */
  @Nullable Future takeFuture(TopicPartition partition) {
    return futures.remove(partition);
  }

  void forget(TopicPartition partition) {
    LogDirectory place = places.remove(partition);
    if (place != null) {
      counts.merge(place, -1, Integer::sum);
    }
  }

  /** A directory's disk has failed. */
  void takeOffline(Path path, StorageException why) {
    if (offline.putIfAbsent(path, String.valueOf(why.getMessage())) == null) {
      log.error("log directory offline directory={} reason={}", path, why.getMessage());
      onOffline.accept(path);
    }
  }

  /** Give the locks back. */
  @Override
  public void close() {
    opened.values().forEach(LogDirectory::close);
  }
}
