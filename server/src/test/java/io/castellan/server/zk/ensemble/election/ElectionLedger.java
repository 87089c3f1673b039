package io.castellan.server.zk.ensemble.election;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.zk.ensemble.quorum.Electorate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What an observer of the whole world has written down, for invariants to look at. */
final class ElectionLedger {
  /** What each server was when it last began to look. */
  final Map<Integer, Candidacy> candidacies = new HashMap<>();

  /** What any server has ever been. */
  final Set<Vote> real = new HashSet<>();

  private final Map<Claim, Set<Long>> supporters = new HashMap<>();
  int resultCount;

  /** Somebody's leadership, as of a round. */
  private record Claim(long round, long leader) {}

  void onLook(int server, Candidacy candidacy) {
    candidacies.put(server, candidacy);
    real.add(new Vote(server, candidacy.lastZxid(), candidacy.currentEpoch()));
  }

  void onVote(int server, Election election) {
    Claim claim = new Claim(election.round(), election.vote().leader());
    supporters.computeIfAbsent(claim, c -> new HashSet<>()).add((long) server);
  }

  /** Nobody leads or follows unless a quorum has voted for that leader in that round. */
  void onResult(int server, ElectionResult result, Electorate electorate) {
    resultCount++;
    Claim claim = new Claim(result.round(), result.vote().leader());
    Set<Long> by = supporters.getOrDefault(claim, Set.of());
    assertTrue(
        electorate.isQuorum(by),
        () -> "server " + server + " " + result + " with the votes of " + by + " only");
  }
}
