package io.castellan.server.zk.ensemble.election;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.castellan.server.simulation.Invariant;
import io.castellan.zk.protocol.quorum.PeerState;
import java.util.Comparator;
import java.util.List;

/**
 * A server that looks never votes for one that has less than itself: whoever wins then has at least
 * what a quorum has, and with it all that was ever committed.
 */
record NobodyVotesForLess(List<ElectingServer> servers, ElectionLedger ledger)
    implements Invariant {
  /** The order that safety needs, said once more and on its own. */
  static final Comparator<Vote> BY_LOG =
      Comparator.comparingLong(Vote::peerEpoch).thenComparingLong(Vote::zxid);

  @Override
  public void check() {
    for (ElectingServer server : servers) {
      Election election = server.election();
      Candidacy candidacy = ledger.candidacies.get(server.host.id());
      if (election == null || candidacy == null || server.isObserver()) {
        continue;
      }
      Vote own = new Vote(server.host.id(), candidacy.lastZxid(), candidacy.currentEpoch());
      assertFalse(
          election.state() == PeerState.LOOKING
              && candidacy.electorate().weight(own.leader()) > 0
              && BY_LOG.compare(own, election.vote()) > 0,
          () -> "server " + own + " votes for " + election.vote());
    }
  }
}
