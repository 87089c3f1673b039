package io.castellan.server.kafka.partition;

import io.castellan.server.kafka.log.FlushTask;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.kafka.log.PartitionLog;
import io.castellan.server.lane.Lane;
import io.castellan.server.storage.StorageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What the logs need now and then: retention, forcing closed segments to disk, checkpoints,
 * forgetting idle producers, deleting files whose time has come. Owned by a lane of its own, on
 * which it may wait for disks; what touches a log runs on that log's storage lane.
 */
public final class Upkeep {

  /**
   * How often what is done.
   *
   * @param initialDelayMs before the first retention check
   * @param retentionCheckMs {@code log.retention.check.interval.ms}
   * @param flushCheckMs {@code log.flush.scheduler.interval.ms}; how often {@code flush.ms} is
   *     looked at
   * @param highWatermarkCheckpointMs {@code replica.high.watermark.checkpoint.interval.ms}
   * @param offsetCheckpointMs how often recovery points and log starts are written
   * @param producerExpirationMs {@code producer.id.expiration.ms}
   * @param producerExpirationCheckMs how often idle producers are looked for
   */
  public record Settings(
      long initialDelayMs,
      long retentionCheckMs,
      long flushCheckMs,
      long highWatermarkCheckpointMs,
      long offsetCheckpointMs,
      long producerExpirationMs,
      long producerExpirationCheckMs) {}

  private final Settings settings;
  private final Partitions partitions;
  private final Lane lane;
  private final Map<LogDirectory, Set<LogDirectory.Positions>> highWatermarks = new HashMap<>();
  private final Map<LogDirectory, Set<LogDirectory.Positions>> offsets = new HashMap<>();

  /**
   * @param lane the owner, which may be made to wait by disks
   */
  public Upkeep(Settings settings, Partitions partitions, Lane lane) {
    this.settings = settings;
    this.partitions = partitions;
    this.lane = lane;
  }

  /** Begin. Before the lane is started, or from anywhere. */
  public void start() {
    lane.execute(
        () -> {
          repeat(settings.initialDelayMs(), settings.retentionCheckMs(), this::applyRetention);
          repeat(settings.flushCheckMs(), settings.flushCheckMs(), this::flushDue);
          repeat(
              settings.producerExpirationCheckMs(),
              settings.producerExpirationCheckMs(),
              this::expireProducers);
          long often = settings.highWatermarkCheckpointMs();
          repeat(often, often, this::checkpointHighWatermarks);
          repeat(often, often, this::forceClosedSegments);
          repeat(often, often, this::deleteFiles);
          repeat(
              settings.offsetCheckpointMs(),
              settings.offsetCheckpointMs(),
              this::checkpointOffsets);
        });
  }

  private void repeat(long firstMs, long everyMs, Runnable work) {
    if (everyMs == Long.MAX_VALUE) {
      return; // never, as the scheduler of flush.ms is by default
    }
    lane.schedule(
        firstMs,
        () -> {
          work.run();
          repeat(everyMs, everyMs, work);
        });
  }

  private void forEachLog(BiConsumer<PartitionLog, Long> work) {
    for (StorageLane owner : partitions.storageLanes()) {
      owner
          .lane()
          .execute(
              () -> {
                long nowMs = owner.lane().clock().wallClockMs();
                owner
                    .all()
                    .forEach(one -> one.partition().onUpkeep(log -> work.accept(log, nowMs)));
              });
    }
  }

  private void applyRetention() {
    forEachLog((log, nowMs) -> log.applyRetention(nowMs));
  }

  private void flushDue() {
    forEachLog((log, nowMs) -> log.flushIfDue(nowMs));
  }

  private void expireProducers() {
    forEachLog((log, nowMs) -> log.expireProducers(nowMs, settings.producerExpirationMs()));
  }

  private void deleteFiles() {
    for (StorageLane owner : partitions.storageLanes()) {
      owner.lane().execute(() -> owner.runDeletions(owner.lane().clock().wallClockMs()));
    }
  }

  /** Closed segments are forced here, so that no append waits for the disk behind them. */
  private void forceClosedSegments() {
    for (StorageLane owner : partitions.storageLanes()) {
      owner
          .lane()
          .execute(
              () -> {
                for (StorageLane.Hosted one : owner.all()) {
                  one.partition()
                      .onUpkeep(
                          log -> {
                            FlushTask task = log.pendingFlush();
                            if (task != null) {
                              lane.execute(() -> force(one.partition(), log, task));
                            }
                          });
                }
              });
    }
  }

  /**
   * Force what a log has handed out, and tell it.
   *
   * @param from the log; another one that has taken its place meanwhile, in another directory, has
   *     nothing to do with the task and none of its failures
   */
  static void force(Partition partition, PartitionLog from, FlushTask task) {
    StorageException[] failed = new StorageException[1];
    try {
      task.run();
    } catch (StorageException diskFailed) {
      failed[0] = diskFailed;
    }
    partition
        .lane()
        .execute(
            () ->
                partition.onUpkeep(
                    log -> {
                      if (log != from) {
                        return;
                      }
                      log.onFlushed(task);
                      if (failed[0] != null && !log.isClosed()) { // else: deleted meanwhile
                        throw failed[0];
                      }
                    }));
  }

  private void checkpointHighWatermarks() {
    for (LogDirectory directory : partitions.directories().online()) {
      collect(
          directory, all -> write(directory, all, highWatermarks, directory::writeHighWatermarks));
    }
  }

  private void checkpointOffsets() {
    for (LogDirectory directory : partitions.directories().online()) {
      collect(directory, all -> write(directory, all, offsets, directory::writeCheckpoints));
      onCleaned(directory);
    }
  }

  /** Write down how far the logs of a directory are compacted. Any thread. */
  public void onCleaned(LogDirectory directory) {
    collect(
        directory,
        all -> {
          if (partitions.directories().isOffline(directory)) {
            return;
          }
          try {
            directory.writeCleaned(all);
          } catch (StorageException failed) {
            partitions.onCheckpointFailure(directory, failed);
          }
        });
  }

  /**
   * What did not change since the last time is not written again: an idle broker leaves its disks
   * alone.
   */
  private void write(
      LogDirectory directory,
      Set<LogDirectory.Positions> all,
      Map<LogDirectory, Set<LogDirectory.Positions>> written,
      Consumer<Collection<LogDirectory.Positions>> writer) {
    if (all.equals(written.get(directory)) || partitions.directories().isOffline(directory)) {
      return;
    }
    try {
      writer.accept(all);
      written.put(directory, all);
    } catch (StorageException failed) {
      partitions.onCheckpointFailure(directory, failed);
    }
  }

  /** Ask every storage lane for its logs' positions; the last to answer brings all of them here. */
  private void collect(LogDirectory directory, Consumer<Set<LogDirectory.Positions>> whenAll) {
    List<StorageLane> owners = new ArrayList<>();
    partitions.storageLanes().forEach(owners::add);
    int[] left = {owners.size()}; // of this lane
    List<List<LogDirectory.Positions>> parts = new ArrayList<>();
    owners.forEach(owner -> parts.add(List.of()));
    for (int i = 0; i < owners.size(); i++) {
      StorageLane owner = owners.get(i);
      int part = i;
      owner
          .lane()
          .execute(
              () -> {
                List<LogDirectory.Positions> positions = owner.positions(directory);
                lane.execute(
                    () -> {
                      parts.set(part, positions);
                      if (--left[0] == 0) {
                        Set<LogDirectory.Positions> all = new HashSet<>();
                        parts.forEach(all::addAll);
                        whenAll.accept(all);
                      }
                    });
              });
    }
  }
}
