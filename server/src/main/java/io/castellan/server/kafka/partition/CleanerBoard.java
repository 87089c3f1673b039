package io.castellan.server.kafka.partition;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.Cleanable;
import io.castellan.server.lane.Lane;
import io.castellan.server.storage.StorageException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which logs are being compacted, which cannot be, and which one needs it most. Owned by one lane,
 * the first of the cleaner's.
 */
final class CleanerBoard {
  private static final Logger log = LoggerFactory.getLogger(CleanerBoard.class);

  /** A log that is to be compacted, and what of it. */
  record Pick(Partition partition, Cleanable range) {}

  private final Lane lane;
  private final PartitionTable table;
  private final Set<TopicPartition> busy = new HashSet<>();

  /**
   * Logs that could not be read; a log that takes its name's place, after a deletion, may well be.
   */
  private final Map<Partition, String> uncleanable = new WeakHashMap<>();

  CleanerBoard(Lane lane, PartitionTable table) {
    this.lane = lane;
    this.table = table;
  }

  /** Takes the log with the largest dirty part off the board; null if none needs it. */
  @Nullable Pick take(long nowMs) {
    lane.assertOwner();
    Pick best = null;
    for (PartitionProxy proxy : (Iterable<PartitionProxy>) table.all()::iterator) {
      Pick pick = consider(proxy.partition(), nowMs);
      if (pick != null && (best == null || pick.range.dirtyRatio() > best.range.dirtyRatio())) {
        best = pick;
      }
    }
    if (best != null) {
      busy.add(best.partition.topicPartition());
    }
    return best;
  }

  private @Nullable Pick consider(Partition partition, long nowMs) {
    if (!partition.config().cleanupCompact()
        || busy.contains(partition.topicPartition())
        || uncleanable.containsKey(partition)
        || partition.isOffline()) {
      return null;
    }
    try {
      Cleanable range = Cleanable.of(partition.view(), partition.config(), nowMs);
      return range.isDue(partition.config()) ? new Pick(partition, range) : null;
    } catch (StorageException unreadable) {
      setAside(partition, unreadable);
      return null;
    }
  }

  /** A log is no longer being compacted. */
  void release(Partition partition) {
    lane.assertOwner();
    busy.remove(partition.topicPartition());
  }

  /** A log cannot be compacted: it is named once, and left alone until it is opened anew. */
  void setAside(Partition partition, Exception why) {
    lane.assertOwner();
    if (uncleanable.putIfAbsent(partition, String.valueOf(why.getMessage())) == null) {
      log.error(
          "log uncleanable, no longer compacted partition={} reason={}",
          partition.topicPartition(),
          why.getMessage());
    }
  }

  /** How many logs cannot be compacted. */
  int uncleanableCount() {
    lane.assertOwner();
    return uncleanable.size();
  }
}
