package io.castellan.server.zk.ensemble.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.simulation.Nemesis;
import io.castellan.server.zk.ensemble.quorum.Electorate;
import io.castellan.server.zk.ensemble.quorum.GroupRule;
import io.castellan.server.zk.ensemble.quorum.MajorityRule;
import io.castellan.zk.protocol.quorum.ElectionMessage;
import io.castellan.zk.protocol.quorum.PeerState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElectionSimulationTest {
  private static final int SEEDS = Integer.getInteger("castellan.simulation.seeds", 150);
  private static final long TROUBLE_MS = 20_000;
  private static final long QUIET_MS = 5_000;

  @ParameterizedTest
  @CsvSource({"3, 0", "5, 0", "3, 2", "5, 1"})
  void agreesOnALeaderHoweverBadTheTimesWere(int voters, int observers) {
    int results = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      ElectionWorld world = new ElectionWorld(seed, majority(voters), observers);
      world.servers.forEach(
          server -> server.save(world.simulation.between(0, 2), world.simulation.between(0, 3)));
      Nemesis nemesis = world.nemesis();
      world.startAll();
      nemesis.start();
      world.simulation.runFor(TROUBLE_MS);
      nemesis.end();
      long leader = world.awaitLeader();
      world.simulation.runFor(QUIET_MS);
      assertEquals(leader, world.awaitLeader(), "it stays, seed " + seed);
      results += world.ledger.resultCount;
    }
    assertTrue(results > 2 * voters * SEEDS, results + " results: there was too little trouble");
  }

  /** The world looks: a server that claims a log that it does not have is found, with its seed. */
  @Test
  void findsAServerThatLies() {
    AssertionError found =
        assertThrows(
            AssertionError.class,
            () -> {
              for (long seed = 1; seed <= SEEDS; seed++) {
                ElectionWorld world = new ElectionWorld(seed, majority(3), 0);
                world.startAll();
                ElectionMessage lie = new ElectionMessage(PeerState.LOOKING, 3, 77, 1, 0, 2, "");
                world.links.send(3, 1, new ElectingServer.Notice(lie));
                world.awaitLeader();
              }
            });
    assertTrue(
        String.valueOf(found.getMessage()).matches("(?s)seed \\d+ at \\d+ ms: server 1 votes.*"),
        found.getMessage());
  }

  @Test
  void electsTheSecondOfThreeThatAreStartedInTurn() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      ElectionWorld world = new ElectionWorld(seed, majority(3), 0);
      for (int id = 1; id <= 3; id++) {
        world.server(id).host.start();
        world.simulation.runFor(3000);
      }
      assertEquals(2, world.awaitLeader(), "seed " + seed);
    }
  }

  @Test
  void electsWhoHasMostWhenAllStartTogether() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      ElectionWorld world = new ElectionWorld(seed, majority(5), 0);
      Vote best = Vote.NOBODY;
      for (ElectingServer server : world.servers) {
        long epoch = world.simulation.between(0, 2);
        long zxid = world.simulation.between(0, 2);
        server.save(epoch, zxid);
        Vote vote = new Vote(server.host.id(), zxid, epoch);
        // The later one has the larger number.
        best = NobodyVotesForLess.BY_LOG.compare(vote, best) >= 0 ? vote : best;
      }
      world.startAll();
      assertEquals(best.leader(), world.awaitLeader(), "seed " + seed);
    }
  }

  @Test
  void doesNotDisturbALeaderByComingLateWithALargerNumber() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      ElectionWorld world = new ElectionWorld(seed, majority(5), 1);
      for (int id : new int[] {1, 2, 3, 6}) {
        world.server(id).host.start();
      }
      long leader = world.awaitLeader();
      assertEquals(3, leader);
      assertEquals(PeerState.OBSERVING, state(world, 6));
      world.server(5).host.start();
      world.simulation.runUntil("5 follows", 1000, () -> world.server(5).leader() == 3);
      world.simulation.runFor(QUIET_MS);
      assertEquals(3, world.awaitLeader(), "seed " + seed);
    }
  }

  @Test
  void replacesALeaderThatDies() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      ElectionWorld world = new ElectionWorld(seed, majority(3), 1);
      world.startAll();
      long first = world.awaitLeader();
      world.server((int) first).host.crash();
      world.simulation.runUntil("another leads", 10_000, world::isSettled);
      world.server((int) first).host.start();
      world.simulation.runFor(QUIET_MS);
      assertNotEquals(first, world.awaitLeader(), "seed " + seed);
    }
  }

  @Test
  void hasNoLeaderWithoutAQuorum() {
    ElectionWorld world = new ElectionWorld(1, majority(5), 2);
    for (int id : new int[] {4, 5, 6, 7}) {
      world.server(id).host.start();
    }
    world.simulation.runFor(100_000);
    assertEquals(0, world.ledger.resultCount);
  }

  @Test
  void countsNobodyThatHasLostItsData() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      ElectionWorld world = new ElectionWorld(seed, majority(3), 0);
      world.server(2).save(0, -1);
      world.server(3).save(0, -1);
      world.startAll();
      world.simulation.runFor(20_000);
      assertEquals(0, world.ledger.resultCount, "one with data is no quorum");
      world.server(2).host.crash();
      world.server(2).save(0, 0);
      world.server(2).host.start();
      assertEquals(2, world.awaitLeader(), "and with two there is, which the third follows");
    }
  }

  @Test
  void doesNotTalkWithoutAnEndToAServerThatItDoesNotKnow() {
    Candidacy ofThree = new Candidacy(majority(3), 0, 0, false, "");
    Candidacy ofFour = new Candidacy(majority(4), 0, 0, false, "");
    Election one = new Election(1, ofThree, ElectionTimes.STOCK);
    Election four = new Election(4, ofFour, ElectionTimes.STOCK);
    one.look(ofThree, 0);
    four.look(ofFour, 0);
    Deque<Ballot> toOne = new ArrayDeque<>(); // in round 2, which 1 will not take over
    four.look(ofFour, 0).ballots().stream().filter(b -> b.to() == 1).forEach(toOne::add);
    int exchanged = 0;
    while (!toOne.isEmpty() && exchanged < 1000) {
      exchanged++;
      for (Ballot answer : one.onMessage(4, toOne.remove().message(), 0).ballots()) {
        four.onMessage(1, answer.message(), 0).ballots().stream()
            .filter(b -> b.to() == 1)
            .forEach(toOne::add);
      }
    }
    assertEquals(2, exchanged);
  }

  @Test
  void neverElectsAServerOfWeightZero() {
    Electorate electorate =
        Electorate.of(
            new GroupRule(Map.of(1L, 1L, 2L, 1L, 3L, 1L), Map.of(1L, 1L, 2L, 1L, 3L, 0L)));
    for (long seed = 1; seed <= SEEDS; seed++) {
      ElectionWorld world = new ElectionWorld(seed, electorate, 0);
      world.server(3).save(9, 9);
      world.startAll();
      assertEquals(2, world.awaitLeader(), "seed " + seed);
    }
  }

  @Test
  void electsAServerThatIsAlone() {
    ElectionWorld world = new ElectionWorld(1, majority(1), 0);
    world.startAll();
    assertEquals(1, world.awaitLeader());
  }

  private static PeerState state(ElectionWorld world, int id) {
    return Objects.requireNonNull(world.server(id).election()).state();
  }

  private static Electorate majority(int voters) {
    Set<Long> ids = LongStream.rangeClosed(1, voters).boxed().collect(Collectors.toSet());
    return Electorate.of(new MajorityRule(ids));
  }
}
