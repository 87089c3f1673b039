package io.castellan.server.kafka.partition;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.LogConfig;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.kafka.log.PartitionLog;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.LaneGroup;
import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens all logs of all directories at the start, side by side, and says how far it has come.
 *
 * <p>A log that cannot be trusted is left closed and named; its partition is not served, the others
 * are. A disk that fails takes its directory offline; on a full one the logs that need room to be
 * opened wait for it, the others are served.
 */
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final long PROGRESS_SECONDS = 5;

  /** A log that was opened. */
  record Recovered(LogDirectory directory, StorageLane owner, PartitionLog partitionLog) {}

  /** Gives each partition its lane. */
  interface Owners {
    StorageLane of(TopicPartition partition);
  }

  private final LogDirectories directories;
  private final Owners owners;
  private final LogConfig config;
  private final Clock clock;
  private final ConcurrentLinkedQueue<Recovered> recovered = new ConcurrentLinkedQueue<>();
  private final Map<TopicPartition, StorageException> refused = new ConcurrentHashMap<>();
  private final AtomicInteger done = new AtomicInteger();

  /**
   * @param config what the logs go by until their topics' settings are known
   */
  Recovery(LogDirectories directories, Owners owners, LogConfig config, Clock clock) {
    this.directories = directories;
    this.owners = owners;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Open everything; returns when all is open.
   *
   * @param threadsPerDirectory {@code num.recovery.threads.per.data.dir}
   */
  void run(int threadsPerDirectory) {
    long startedMs = clock.monotonicMs();
    List<LaneGroup> groups = new ArrayList<>();
    int total = 0;
    CountDownLatch finished;
    List<Runnable> starts = new ArrayList<>();
    List<LogDirectory> online = directories.online();
    finished = new CountDownLatch(online.size() * threadsPerDirectory);
    for (LogDirectory directory : online) {
      List<TopicPartition> partitions =
          directory.partitions().stream()
              .filter(partition -> directories.placeOf(partition) == directory)
              .toList();
      total += partitions.size();
      if (!partitions.isEmpty()) {
        log.info(
            "log directory opening directory={} partitions={} clean={}",
            directory.path(),
            partitions.size(),
            directory.isClean());
      }
      ConcurrentLinkedQueue<TopicPartition> left = new ConcurrentLinkedQueue<>(partitions);
      LaneGroup threads =
          new LaneGroup(
              "recovery-" + groups.size(), threadsPerDirectory, 1, clock, (lane, broken) -> {});
      groups.add(threads);
      threads
          .all()
          .forEach(
              lane ->
                  starts.add(
                      () ->
                          lane.execute(
                              () -> {
                                try {
                                  drain(directory, left);
                                } finally {
                                  finished.countDown();
                                }
                              })));
    }
    starts.forEach(Runnable::run);
    groups.forEach(LaneGroup::start);
    await(finished, total, startedMs);
    groups.forEach(LaneGroup::close);
    if (total > 0) {
      log.info(
          "logs open count={} refused={} ms={}",
          recovered.size(),
          refused.size(),
          clock.monotonicMs() - startedMs);
    }
  }

  private void await(CountDownLatch finished, int total, long startedMs) {
    try {
      while (!finished.await(PROGRESS_SECONDS, TimeUnit.SECONDS)) {
        log.info("logs opening {}", progress(done.get(), total, clock.monotonicMs() - startedMs));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while logs were being opened", e);
    }
  }

  /** How far it has come, how fast, and how long the rest takes at that rate. */
  static String progress(int done, int total, long elapsedMs) {
    String text = "done=" + done + " of=" + total;
    if (done == 0 || elapsedMs <= 0) {
      return text;
    }
    long leftSeconds = (total - done) * elapsedMs / done / 1000;
    return text + " perSecond=" + done * 1000L / elapsedMs + " secondsLeft=" + leftSeconds;
  }

  private void drain(LogDirectory directory, ConcurrentLinkedQueue<TopicPartition> left) {
    TopicPartition partition;
    while ((partition = left.poll()) != null && !directories.isOffline(directory)) {
      StorageLane owner = owners.of(partition);
      try {
        recovered.add(
            new Recovered(
                directory,
                owner,
                directory.openLog(
                    partition,
                    config,
                    owner.deletions(),
                    owner.lane()::assertOwner,
                    Recovery::onSegment,
                    clock.wallClockMs())));
      } catch (StorageException failed) {
        onFailure(directory, partition, failed);
      }
      done.incrementAndGet();
    }
  }

  /**
   * Thousands of small logs would drown what matters; a long recovery shows in the progress lines.
   */
  private static void onSegment(TopicPartition partition, Path segment, int left) {
    log.debug(
        "log recovering partition={} segment={} left={}", partition, segment.getFileName(), left);
  }

  private void onFailure(
      LogDirectory directory, TopicPartition partition, StorageException failed) {
    if (failed.isFull()) {
      log.error(
          "log not opened for want of room, tried again when it is to be served partition={}"
              + " reason={}",
          partition,
          failed.getMessage());
    } else if (failed.getCause() instanceof IOException) {
      directories.takeOffline(directory.path(), failed);
    } else {
      log.error(
          "log refused, partition not served partition={} reason={}",
          partition,
          failed.getMessage());
      refused.put(partition, failed);
    }
  }

  /** What was opened and lies in a directory that is online still. */
  List<Recovered> recovered() {
    ArrayDeque<Recovered> all = new ArrayDeque<>(recovered);
    return all.stream().filter(one -> !directories.isOffline(one.directory())).toList();
  }

  /** The partitions whose logs cannot be trusted. */
  Map<TopicPartition, StorageException> refused() {
    return Map.copyOf(refused);
  }
}
