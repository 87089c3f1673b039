package io.castellan.server.kafka.cluster;

import io.castellan.server.kafka.znodes.PartitionStateZnode;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Who leads a partition: the rules, as functions of what is known. */
final class LeaderElection {
  private LeaderElection() {}

  /**
   * The first state of a partition: the first live replica leads, all live ones are in sync.
   *
   * @return null when no replica is live
   */
  static @Nullable PartitionStateZnode first(
      List<Integer> replicas, IntPredicate live, int controllerEpoch) {
    List<Integer> alive = replicas.stream().filter(live::test).toList();
    return alive.isEmpty()
        ? null
        : new PartitionStateZnode(controllerEpoch, alive.get(0), 0, alive, false);
  }

  /**
   * The state after brokers have come or gone: those that are not live leave the ISR, unless that
   * would empty it, for its members alone have all that was acknowledged; and a leader that is not
   * live is replaced by the first live replica of the ISR, or, if data loss is allowed, by the
   * first live replica, which has to recover first (KIP-704).
   *
   * @return the very state that was given when nothing changes
   */
  static PartitionStateZnode repair(
      PartitionStateZnode state,
      List<Integer> replicas,
      IntPredicate live,
      boolean unclean,
      int controllerEpoch) {
    List<Integer> aliveInSync = state.isr().stream().filter(live::test).toList();
    List<Integer> isr = aliveInSync.isEmpty() ? state.isr() : aliveInSync;
    int leader = PartitionImage.NO_LEADER;
    boolean recovering = state.recovering();
    if (state.leader() >= 0 && live.test(state.leader())) {
      leader = state.leader();
    } else {
      Integer next =
          firstOf(replicas, replica -> live.test(replica) && state.isr().contains(replica));
      if (next == null && unclean) {
        next = firstOf(replicas, live);
        if (next != null) {
          isr = List.of(next);
          recovering = true;
        }
      }
      if (next != null) {
        leader = next;
      }
    }
    if (leader == state.leader() && isr.equals(state.isr())) {
      return state;
    }
    return new PartitionStateZnode(
        controllerEpoch, leader, state.leaderEpoch() + 1, isr, recovering);
  }

  private static @Nullable Integer firstOf(List<Integer> replicas, IntPredicate wanted) {
    for (Integer replica : replicas) {
      if (wanted.test(replica)) {
        return replica;
      }
    }
    return null;
  }
}
