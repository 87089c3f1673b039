package io.castellan.server.kafka.replica;

import java.util.ArrayList;
import java.util.List;

/** Who leads and who is in sync, as the state znode has it. */
final class ModelController {
  record State(
      int leader, int leaderEpoch, int version, List<Integer> isr, List<Integer> replicas) {}

  private State state;

  ModelController(List<Integer> replicas) {
    state = new State(replicas.get(0), 0, 0, replicas, replicas);
  }

  State state() {
    return state;
  }

  /** A broker is gone, or believed to be. */
  void onBrokerDown(int broker, List<Integer> live) {
    List<Integer> isr = new ArrayList<>(state.isr());
    if (isr.size() > 1) {
      isr.remove((Integer) broker);
    }
    int leader = state.leader();
    if (leader == broker || leader == -1) {
      leader = isr.stream().filter(live::contains).findFirst().orElse(-1);
    }
    decide(leader, isr);
  }

  void onBrokerUp(List<Integer> live) {
    int leader = state.leader();
    if (leader == -1) {
      leader = state.isr().stream().filter(live::contains).findFirst().orElse(-1);
    }
    decide(leader, state.isr());
  }

  /** Another member of the ISR is to lead. */
  void elect(int leader) {
    decide(leader, state.isr());
  }

  private void decide(int leader, List<Integer> isr) {
    state =
        new State(
            leader,
            state.leaderEpoch() + 1,
            state.version() + 1,
            List.copyOf(isr),
            state.replicas());
  }

  /**
   * A leader's wish.
   *
   * @return whether the state is now what was asked for
   */
  boolean alter(IsrChange change, List<Integer> live) {
    if (change.leaderEpoch() != state.leaderEpoch()) {
      return false;
    }
    if (change.isr().equals(state.isr()) && change.partitionEpoch() == state.version() - 1) {
      return true; // written before; its answer was lost
    }
    if (change.partitionEpoch() != state.version() || !live.containsAll(change.isr())) {
      return false;
    }
    state =
        new State(
            state.leader(),
            state.leaderEpoch(),
            state.version() + 1,
            change.isr(),
            state.replicas());
    return true;
  }
}
