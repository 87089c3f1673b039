package io.castellan.server.zk.ensemble.election;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.server.simulation.Invariant;
import io.castellan.zk.protocol.quorum.PeerState;
import java.util.List;

/**
 * A server says that it leads if its vote is for itself and its election is over, and only then.
 */
record LeadersAreHeard(List<ElectingServer> servers) implements Invariant {
  @Override
  public void check() {
    for (ElectingServer server : servers) {
      Election election = server.election();
      if (election != null && election.state() != PeerState.LOOKING) {
        PeerState expected =
            server.leader() == server.host.id()
                ? PeerState.LEADING
                : server.isObserver() ? PeerState.OBSERVING : PeerState.FOLLOWING;
        assertEquals(expected, election.state(), "server " + server.host.id());
        assertEquals(Election.NO_DEADLINE, election.deadlineMs());
      }
    }
  }
}
