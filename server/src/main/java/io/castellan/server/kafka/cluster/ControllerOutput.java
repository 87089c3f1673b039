package io.castellan.server.kafka.cluster;

import io.castellan.server.kafka.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What follows from one event. To be carried out in this order: tell the replicas of their
 * partitions, let every broker know, stop replicas, write. Filled by the controller, then only
 * read.
 */
public final class ControllerOutput {

  /**
   * A replica that is to stop.
   *
   * @param brokerId where
   * @param topicPartition what
   * @param leaderEpoch of the decision; -2 when the topic is being deleted
   * @param delete whether its log goes too; {@link Controller#onReplicaDeleted} is told then
   */
  public record StopReplica(
      int brokerId, TopicPartition topicPartition, int leaderEpoch, boolean delete) {}

  private final Map<Integer, List<PartitionDecision>> decisions = new TreeMap<>();
  private final ClusterDelta delta = new ClusterDelta();
  private final List<StopReplica> stops = new ArrayList<>();
  private final List<ControllerWrite> writes = new ArrayList<>();

  ControllerOutput() {}

  void decide(int brokerId, PartitionDecision decision) {
    decisions.computeIfAbsent(brokerId, id -> new ArrayList<>()).add(decision);
  }

  void stop(StopReplica stop) {
    stops.add(stop);
  }

  void write(ControllerWrite write) {
    writes.add(write);
  }

  /** What each broker is told of its partitions, by broker id: LeaderAndIsr. */
  public Map<Integer, List<PartitionDecision>> decisions() {
    return decisions;
  }

  /** What every broker is to know: UpdateMetadata. */
  public ClusterDelta delta() {
    return delta;
  }

  /** Replicas that are to stop, in order: StopReplica. */
  public List<StopReplica> stops() {
    return stops;
  }

  /** What is to be written, in order. */
  public List<ControllerWrite> writes() {
    return writes;
  }
}
