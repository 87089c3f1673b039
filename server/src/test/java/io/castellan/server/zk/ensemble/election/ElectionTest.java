package io.castellan.server.zk.ensemble.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.castellan.server.zk.ensemble.quorum.Electorate;
import io.castellan.server.zk.ensemble.quorum.MajorityRule;
import io.castellan.zk.protocol.quorum.ElectionMessage;
import io.castellan.zk.protocol.quorum.PeerState;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One server's part, message by message; each server's log is at zxid 0 of epoch 0. */
class ElectionTest {
  private static final long NOW_MS = 1000;

  @Test
  void believesInALeaderThatAQuorumFollowsAndThatSaysSoItself() {
    Election election = looking(1, 5);
    assertNull(settled(election, 2, PeerState.FOLLOWING));
    assertNull(settled(election, 3, PeerState.FOLLOWING));
    assertNull(settled(election, 4, PeerState.FOLLOWING), "the leader itself was not heard");
    assertEquals(
        new ElectionResult(PeerState.FOLLOWING, new Vote(5, 9, 7), 3),
        settled(election, 5, PeerState.LEADING));
    assertEquals(3, election.round(), "it is now in their round");
  }

  @Test
  void doesNotBelieveALeaderWithoutAQuorum() {
    Election election = looking(1, 5);
    assertNull(settled(election, 5, PeerState.LEADING));
    assertNull(settled(election, 2, PeerState.FOLLOWING));
    assertNull(settled(election, 2, PeerState.FOLLOWING), "one server has one voice");
    assertNull(settled(election, 9, PeerState.FOLLOWING), "and a stranger has none");
    assertEquals(PeerState.LOOKING, election.state());
  }

  @Test
  void waitsForABetterVoteFromTheLastOneOn() {
    Election election = looking(1, 3);
    election.onMessage(2, vote(2, 1), NOW_MS);
    assertEquals(NOW_MS + 200, election.deadlineMs());
    List<Ballot> told = election.onMessage(3, vote(3, 1), NOW_MS + 150).ballots();
    assertEquals(Set.of(2L, 3L), told.stream().map(Ballot::to).collect(Collectors.toSet()));
    assertNull(election.onTimer(NOW_MS + 200).result());
    assertEquals(
        new ElectionResult(PeerState.FOLLOWING, new Vote(3, 0, 0), 1),
        election.onTimer(NOW_MS + 350).result());
  }

  @Test
  void forgetsTheVotesOfAnEarlierRound() {
    Election election = looking(3, 5);
    election.onMessage(1, vote(3, 1), NOW_MS);
    election.onMessage(2, vote(3, 1), NOW_MS);
    assertEquals(NOW_MS + 200, election.deadlineMs(), "three of five agree");
    election.onMessage(4, vote(1, 8), NOW_MS + 10);
    assertEquals(8, election.round());
    assertEquals(3, election.vote().leader(), "the later round's vote was worse");
    assertNull(election.onTimer(NOW_MS + 200).result());
  }

  @Test
  void tellsAServerThatIsBehindAndDoesNotCountIt() {
    Election election = looking(2, 3);
    election.look(candidacy(3), NOW_MS);
    List<Ballot> told = election.onMessage(1, vote(2, 1), NOW_MS).ballots();
    assertEquals(List.of(1L), told.stream().map(Ballot::to).toList());
    assertEquals(2, told.get(0).message().round());
    assertNull(election.onTimer(NOW_MS + 200).result());
  }

  @Test
  void comparesServersOf34ByTheirLeaderAlone() {
    Election election = looking(1, 3);
    ElectionMessage of34 =
        new ElectionMessage(PeerState.FOLLOWING, 3, 9, 3, 6, 0, null); // the epoch of before
    assertNull(election.onMessage(2, of34, NOW_MS).result());
    assertEquals(
        new ElectionResult(PeerState.FOLLOWING, new Vote(3, 9, 7), 3),
        election
            .onMessage(3, new ElectionMessage(PeerState.LEADING, 3, 9, 3, 7, 2, ""), NOW_MS)
            .result());
  }

  @Test
  void tellsLateOnesItsResultWithTheEpochOfItsLeader() {
    Election election = looking(1, 3);
    election.onMessage(2, vote(2, 1), NOW_MS);
    election.onTimer(NOW_MS + 200);
    assertEquals(Election.NO_DEADLINE, election.deadlineMs());
    election.onEpochEstablished(4);
    List<Ballot> told = election.onMessage(3, vote(3, 7), NOW_MS + 300).ballots();
    assertEquals(
        List.of(new Ballot(3, new ElectionMessage(PeerState.FOLLOWING, 2, 0, 1, 4, 2, "config"))),
        told);
    assertEquals(
        ElectionStep.NONE,
        election.onMessage(
            3, new ElectionMessage(PeerState.LEADING, 3, 0, 7, 4, 2, ""), NOW_MS + 300));
  }

  @Test
  void asksAgainMoreAndMoreSlowly() {
    Election election = looking(1, 3);
    long nowMs = NOW_MS;
    for (long waitMs : new long[] {200, 400, 800, 1600}) {
      assertEquals(nowMs + waitMs, election.deadlineMs());
      nowMs = election.deadlineMs();
      assertEquals(2, election.onTimer(nowMs).ballots().size());
    }
  }

  private static Election looking(long id, int voters) {
    Election election = new Election(id, candidacy(voters), ElectionTimes.STOCK);
    election.look(candidacy(voters), NOW_MS);
    return election;
  }

  private static Candidacy candidacy(int voters) {
    Set<Long> ids = LongStream.rangeClosed(1, voters).boxed().collect(Collectors.toSet());
    return new Candidacy(Electorate.of(new MajorityRule(ids)), 0, 0, false, "config");
  }

  private static ElectionMessage vote(long leader, long round) {
    return new ElectionMessage(PeerState.LOOKING, leader, 0, round, 0, 2, "");
  }

  /** Server 5 leads in epoch 7, elected in round 3. */
  private static @Nullable ElectionResult settled(Election election, long from, PeerState state) {
    ElectionMessage message = new ElectionMessage(state, 5, 9, 3, 7, 2, "");
    return election.onMessage(from, message, NOW_MS).result();
  }
}
