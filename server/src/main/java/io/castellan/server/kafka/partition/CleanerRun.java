package io.castellan.server.kafka.partition;

import io.castellan.server.kafka.log.CleanerBench;
import io.castellan.server.kafka.log.Compaction;
import io.castellan.server.kafka.log.CompactionStoppedException;
import io.castellan.server.kafka.log.LastRecord;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.kafka.log.PartitionLog;
import io.castellan.server.lane.Lane;
import io.castellan.server.storage.Directories;
import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compaction of one log, going to and fro: a cleaner's lane copies a group of segments, the
 * log's lane puts the copy in their place, until no group is left. Owned by the cleaner's lane.
 */
final class CleanerRun {
  private static final Logger log = LoggerFactory.getLogger(CleanerRun.class);

  /**
   * How it has ended.
   *
   * @param directory where the log lies, if it is clean now; null if it was given up
   * @param unreadable why the log cannot be compacted at all, null if it can
   */
  record Outcome(@Nullable LogDirectory directory, @Nullable RuntimeException unreadable) {
    static final Outcome GIVEN_UP = new Outcome(null, null);
  }

  private final Lane lane;
  private final CleanerBoard.Pick pick;
  private final Partition partition;

  /** What is compacted; the partition has another one once this was moved to another directory. */
  private final PartitionLog source;

  private final CleanerBench bench;
  private final Partitions partitions;
  private final Consumer<Outcome> whenEnded;
  private @Nullable Compaction compaction;

  /** Set on the log's lane while this one waits for it. */
  private Swap swap = Swap.NOT_TRIED;

  private long bytesBefore;
  private long bytesAfter;
  private long startedMs;

  /**
   * @param whenEnded told on any lane
   */
  CleanerRun(
      Lane lane,
      CleanerBoard.Pick pick,
      CleanerBench bench,
      Partitions partitions,
      Consumer<Outcome> whenEnded) {
    this.lane = lane;
    this.pick = pick;
    this.partition = pick.partition();
    this.source = partition.log();
    this.bench = bench;
    this.partitions = partitions;
    this.whenEnded = whenEnded;
  }

  void begin() {
    lane.assertOwner();
    startedMs = lane.clock().monotonicMs();
    attempt(
        () -> {
          Compaction begun =
              Compaction.begin(
                  source, partition.config(), pick.range(), bench, lane.clock().wallClockMs());
          compaction = begun;
          onLog(PartitionLog::lastRecords, producers -> cleanNext(begun, producers));
        });
  }

  private void cleanNext(Compaction running, @Nullable Map<Long, LastRecord> producers) {
    if (producers == null) {
      end(Outcome.GIVEN_UP);
      return;
    }
    attempt(
        () -> {
          if (!running.hasNext()) {
            onLog(
                partitionLog -> partitionLog.onCleaned(running),
                clean -> onClean(Boolean.TRUE.equals(clean)));
            return;
          }
          Compaction.Cleaned cleaned = running.cleanNext(producers);
          swap = Swap.NOT_TRIED;
          onLog(
              partitionLog -> replace(partitionLog, cleaned),
              next -> onReplaced(running, cleaned, next));
        });
  }

  /** On the log's lane: null if the log has changed under the compaction. */
  private @Nullable Map<Long, LastRecord> replace(
      PartitionLog partitionLog, Compaction.Cleaned cleaned) {
    swap = Swap.TRIED;
    if (!partitionLog.replace(cleaned, partition.lane().clock().wallClockMs())) {
      swap = Swap.REFUSED;
      return null;
    }
    return partitionLog.lastRecords();
  }

  private void onReplaced(
      Compaction running, Compaction.Cleaned cleaned, @Nullable Map<Long, LastRecord> producers) {
    attempt(
        () -> {
          if (producers == null && swap == Swap.TRIED) {
            // It failed half-way: what was written may be all there is, and the next start ends it.
            throw new CompactionStoppedException();
          } else if (producers == null) {
            cleaned.discard();
          } else {
            bytesBefore += cleaned.sourceBytes();
            bytesAfter += cleaned.bytes();
            // Here, so that no append waits for it.
            Directories.force(source.directory());
          }
          cleanNext(running, producers);
        });
  }

  private void onClean(boolean clean) {
    if (!clean) {
      end(Outcome.GIVEN_UP);
      return;
    }
    log.info(
        "log compacted partition={} dirty={} bytes={} left={} ms={}",
        partition.topicPartition(),
        pick.range().firstDirtyOffset(),
        bytesBefore,
        bytesAfter,
        lane.clock().monotonicMs() - startedMs);
    end(new Outcome(partitions.directoryOf(partition), null));
  }

  /** Do something on the log's lane, and go on here with what it gives: null if it could not. */
  private <T> void onLog(Function<PartitionLog, @Nullable T> work, Consumer<@Nullable T> then) {
    partition
        .lane()
        .execute(
            () -> {
              Holder<T> result = new Holder<>();
              partition.onUpkeep(partitionLog -> result.value = work.apply(partitionLog));
              lane.execute(() -> then.accept(result.value));
            });
  }

  /** How far the last output came into its sources' place. */
  private enum Swap {
    NOT_TRIED,
    REFUSED,
    TRIED
  }

  private static final class Holder<T> {
    @Nullable T value;
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (CompactionStoppedException stopped) {
      end(Outcome.GIVEN_UP);
    } catch (RuntimeException failed) {
      if (partition.log() != source) {
        // Its files went under the compaction, which says nothing of those that it has now.
        log.debug("log moved while compacted partition={}", partition.topicPartition(), failed);
        end(Outcome.GIVEN_UP);
        return;
      }
      LogDirectory directory = partitions.directoryOf(partition);
      if (failed instanceof StorageException disk
          && failed.getCause() instanceof IOException
          && directory != null
          && !partition.log().isClosed()) { // else: deleted, and perhaps made again, meanwhile
        if (disk.isFull()) {
          log.warn("compaction put off partition={} reason={}", partition.topicPartition(), disk);
        } else {
          partitions.onDiskFailure(directory, disk);
        }
        end(Outcome.GIVEN_UP);
      } else {
        // The log is as it was: what was being copied is not part of it.
        log.debug("compaction failed partition={}", partition.topicPartition(), failed);
        end(new Outcome(null, failed));
      }
    }
  }

  private void end(Outcome outcome) {
    Compaction running = compaction;
    compaction = null;
    if (running != null) {
      running.close();
    }
    whenEnded.accept(outcome);
  }
}
