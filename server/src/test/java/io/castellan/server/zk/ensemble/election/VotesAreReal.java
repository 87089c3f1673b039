package io.castellan.server.zk.ensemble.election;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.simulation.Invariant;
import io.castellan.zk.protocol.quorum.PeerState;
import java.util.List;

/** Every vote names a server, and a log that this server really had. */
record VotesAreReal(List<ElectingServer> servers, ElectionLedger ledger) implements Invariant {
  @Override
  public void check() {
    for (ElectingServer server : servers) {
      Election election = server.election();
      if (election != null && election.state() == PeerState.LOOKING) {
        Vote vote = election.vote();
        assertTrue(
            vote.equals(Vote.NOBODY) || ledger.real.contains(vote),
            () -> "server " + server.host.id() + " votes for " + vote);
      }
    }
  }
}
