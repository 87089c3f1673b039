package io.castellan.server.zk.ensemble.election;

import io.castellan.zk.protocol.quorum.ElectionMessage;
import io.castellan.zk.protocol.quorum.PeerState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The last vote of each server that has sent one. */
final class HeardVotes {
  private final Map<Long, Heard> byServer = new HashMap<>();

  private record Heard(Vote vote, long round, PeerState state, int version) {}

  void put(long serverId, ElectionMessage message) {
    byServer.put(serverId, heard(message));
  }

  /** A vote of this server's own. */
  void put(long serverId, Vote vote, long round) {
    byServer.put(serverId, new Heard(vote, round, PeerState.LOOKING, ElectionMessage.VERSION));
  }

  void clear() {
    byServer.clear();
  }

  /** Who votes like a server that looks: for the same leader, for the same reasons, this round. */
  Set<Long> agreeing(Vote vote, long round) {
    return agreeing(new Heard(vote, round, PeerState.LOOKING, ElectionMessage.VERSION));
  }

  /** Who votes like the sender of a message, by the rules for its state. */
  Set<Long> agreeing(ElectionMessage message) {
    return agreeing(heard(message));
  }

  boolean hasLeading(long serverId) {
    Heard heard = byServer.get(serverId);
    return heard != null && heard.state == PeerState.LEADING;
  }

  private Set<Long> agreeing(Heard wanted) {
    Set<Long> servers = new HashSet<>();
    byServer.forEach(
        (serverId, heard) -> {
          if (agree(heard, wanted)) {
            servers.add(serverId);
          }
        });
    return servers;
  }

  private static boolean agree(Heard a, Heard b) {
    if (a.state == PeerState.LOOKING || b.state == PeerState.LOOKING) {
      return a.vote.equals(b.vote) && a.round == b.round;
    }
    if (a.vote.leader() != b.vote.leader()) {
      return false;
    }
    // ZOOKEEPER-1805: a server of 3.4 tells the epoch of before its leader was established.
    boolean oneOf34 = (a.version > 0) != (b.version > 0);
    return oneOf34 || a.vote.peerEpoch() == b.vote.peerEpoch();
  }

  private static Heard heard(ElectionMessage message) {
    return new Heard(Election.voteOf(message), message.round(), message.state(), message.version());
  }
}
