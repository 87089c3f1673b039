package io.castellan.server.kafka.partition;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.lane.Lane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Decisions that could not be carried out because there was no room for the log: nobody decides
 * them again, so they are tried again here until there is. Owned by a storage lane.
 */
final class PostponedDecisions {
  private static final long RETRY_MS = 1000;

  private final Lane lane;
  private final Map<TopicPartition, LeaderAndIsr> waiting = new LinkedHashMap<>();
  private boolean scheduled;
  private boolean retrying;

  PostponedDecisions(Lane lane) {
    this.lane = lane;
  }

  /**
   * Keep a decision.
   *
   * @param retry carries it out, or adds it once more
   * @return false if it was kept before
   */
  boolean add(LeaderAndIsr decision, Consumer<LeaderAndIsr> retry) {
    lane.assertOwner();
    waiting.put(decision.topicPartition(), decision);
    if (!scheduled) {
      scheduled = true;
      lane.schedule(RETRY_MS, () -> retryAll(retry));
    }
    return !retrying;
  }

  /** Something else has been decided since. */
  void remove(TopicPartition topicPartition) {
    lane.assertOwner();
    waiting.remove(topicPartition);
  }

  private void retryAll(Consumer<LeaderAndIsr> retry) {
    scheduled = false;
    List<LeaderAndIsr> all = List.copyOf(waiting.values());
    waiting.clear();
    retrying = true;
    try {
      all.forEach(retry);
    } finally {
      retrying = false;
    }
  }
}
