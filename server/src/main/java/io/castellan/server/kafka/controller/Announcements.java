package io.castellan.server.kafka.controller;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.cluster.ClusterDelta;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.PartitionDecision;
import io.castellan.server.kafka.partition.LeaderAndIsr;
import io.castellan.server.kafka.partition.PartitionHost;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this broker's replicas what was decided, and everyone afterwards: a client that learns of a
 * leader here finds it leading. Changes become visible in the order in which they were announced.
 * Owned by the controller lane.
 */
final class Announcements {
  private static final Logger log = LoggerFactory.getLogger(Announcements.class);

  private final PartitionHost host;
  private final Supplier<ClusterImage> image;
  private final Consumer<ClusterDelta> publish;
  private final Executor lane;
  private final ArrayDeque<Announcement> waiting = new ArrayDeque<>();

  /** A change, and how many replicas have not taken up theirs yet. */
  private static final class Announcement {
    private final ClusterDelta delta;
    private int open;

    Announcement(ClusterDelta delta, int open) {
      this.delta = delta;
      this.open = open;
    }
  }

  /**
   * @param host this broker's replicas
   * @param image for the settings of topics
   * @param publish makes a change visible
   */
  Announcements(
      PartitionHost host,
      Supplier<ClusterImage> image,
      Consumer<ClusterDelta> publish,
      Executor lane) {
    this.host = host;
    this.image = image;
    this.publish = publish;
    this.lane = lane;
  }

  /** Tell this broker's replicas their part, then everyone the change. */
  void announce(List<PartitionDecision> local, ClusterDelta delta) {
    Announcement announcement = new Announcement(delta, local.size());
    waiting.add(announcement);
    for (PartitionDecision decision : local) {
      host.becomeLeaderOrFollower(leaderAndIsr(decision))
          .thenAccept(error -> lane.execute(() -> onTaken(announcement, decision, error)));
    }
    publishReady();
  }

  private LeaderAndIsr leaderAndIsr(PartitionDecision decision) {
    return new LeaderAndIsr(
        decision.topicPartition(),
        decision.topicId(),
        decision.state().leader(),
        decision.state().leaderEpoch(),
        decision.state().isr(),
        decision.replicas(),
        decision.partitionEpoch(),
        decision.isNew(),
        image.get().topicConfig(decision.topicPartition().topic()));
  }

  private void onTaken(Announcement announcement, PartitionDecision decision, ErrorCode error) {
    // The same decision again, after a re-election, is nothing to tell of.
    if (error != ErrorCode.NONE && error != ErrorCode.STALE_CONTROLLER_EPOCH) {
      log.error(
          "replica refused its role partition={} leader={} leaderEpoch={} error={}",
          decision.topicPartition(),
          decision.state().leader(),
          decision.state().leaderEpoch(),
          error);
    }
    announcement.open--;
    publishReady();
  }

  private void publishReady() {
    Announcement next;
    while ((next = waiting.peek()) != null && next.open == 0) {
      waiting.poll();
      if (!next.delta.isEmpty()) {
        publish.accept(next.delta);
      }
    }
  }
}
