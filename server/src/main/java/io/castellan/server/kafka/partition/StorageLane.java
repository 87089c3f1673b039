package io.castellan.server.kafka.partition;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.DeletionQueue;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.kafka.log.OpenFiles;
import io.castellan.server.kafka.log.PartitionLog;
import io.castellan.server.lane.Lane;
import io.castellan.server.storage.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One storage lane with what it owns: partitions, whether they are served or only lie on disk, and
 * the files that wait to be deleted. Every method runs on the lane, or before it was started.
 */
final class StorageLane {
  private static final Logger log = LoggerFactory.getLogger(StorageLane.class);

  /** An open log, the directory it lies in, and the partition that it serves. */
  record Hosted(LogDirectory directory, Partition partition) {}

  /** A write that takes longer has waited for a disk, and the next one may as well. */
  private static final long SLOW_WRITE_NANOS = 20_000_000;

  private static final long SLOW_SPELL_NANOS = 1_000_000_000;

  private final Lane lane;
  private final DeletionQueue deletions = new DeletionQueue();
  private final OpenFiles openFiles;
  private final Map<TopicPartition, Hosted> hosted = new HashMap<>();
  private final ArrayDeque<Partition> staged = new ArrayDeque<>();
  private final PostponedDecisions postponed;
  private volatile boolean slow;
  private long slowAtNanos;

  /**
   * @param mostOpenSegments how many segments may have files open
   */
  StorageLane(Lane lane, int mostOpenSegments) {
    this.lane = lane;
    this.postponed = new PostponedDecisions(lane);
    this.openFiles = new OpenFiles(mostOpenSegments, lane);
    lane.onDrained(this::commitAppends);
  }

  Lane lane() {
    return lane;
  }

  DeletionQueue deletions() {
    return deletions;
  }

  PostponedDecisions postponed() {
    return postponed;
  }

  void put(LogDirectory directory, Partition partition) {
    partition.log().countIn(openFiles);
    hosted.put(partition.topicPartition(), new Hosted(directory, partition));
  }

  @Nullable Hosted get(TopicPartition topicPartition) {
    lane.assertOwner();
    return hosted.get(topicPartition);
  }

  void remove(TopicPartition topicPartition) {
    lane.assertOwner();
    hosted.remove(topicPartition);
  }

  /** The hosted partitions; a copy, since what is done to them may change which they are. */
  Collection<Hosted> all() {
    lane.assertOwner();
    return List.copyOf(hosted.values());
  }

  /** A partition has appends that wait for the end of the drain, to be written together. */
  void onStaged(Partition partition) {
    lane.assertOwner();
    staged.addLast(partition);
  }

  private void commitAppends() {
    if (staged.isEmpty()) {
      return;
    }
    long begun = lane.clock().nanoTime();
    Partition next;
    while ((next = staged.pollFirst()) != null) {
      next.commitAppends();
    }
    long ended = lane.clock().nanoTime();
    if (ended - begun > SLOW_WRITE_NANOS) {
      slowAtNanos = ended;
      slow = true;
    } else if (slow && ended - slowAtNanos > SLOW_SPELL_NANOS) {
      slow = false;
    }
  }

  /**
   * Whether the disk takes what is written without making us wait, as it does unless the system has
   * more to write than it wants to remember. Any thread.
   */
  boolean writesAtOnce() {
    return !slow;
  }

  /** Delete the files whose time has come. */
  void runDeletions(long nowMs) {
    lane.assertOwner();
    try {
      deletions.run(nowMs);
    } catch (StorageException notDeleted) {
      // Out of use already, and deleted at the next start: the log is not the worse for it.
      log.warn("file not deleted reason={}", notDeleted.getMessage());
    }
  }

  /** What the checkpoints of a directory say of the logs here. */
  List<LogDirectory.Positions> positions(LogDirectory directory) {
    lane.assertOwner();
    List<LogDirectory.Positions> positions = new ArrayList<>();
    for (Hosted one : hosted.values()) {
      if (one.directory() == directory) {
        positions.add(one.partition().log().positions());
      }
    }
    return positions;
  }

  /**
   * Close every log in an orderly way and forget it.
   *
   * @param closed told of each log's directory and last positions
   * @param onFailure told of a log that could not be closed
   */
  void closeLogs(
      BiConsumer<LogDirectory, LogDirectory.Positions> closed,
      BiConsumer<PartitionLog, StorageException> onFailure) {
    lane.assertOwner();
    for (Hosted one : hosted.values()) {
      PartitionLog partitionLog = one.partition().log();
      try {
        one.partition().onStop(-1);
        partitionLog.close();
        closed.accept(one.directory(), partitionLog.positions());
      } catch (StorageException diskFailed) {
        onFailure.accept(partitionLog, diskFailed);
        if (diskFailed.isFull()) {
          closed.accept(one.directory(), partitionLog.positions()); // all that is known still holds
        }
      }
    }
    hosted.clear();
  }
}
