package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.ensemble.quorum.Electorate;
import io.castellan.server.zk.txn.PlannedTxn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a leader has proposed and not committed yet. As every server acknowledges in order, one
 * number for each tells all that it has on stable storage.
 */
final class Proposals {
  private final Electorate electorate;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final Map<Long, Long> ackedUpTo = new HashMap<>();

  private record Pending(PlannedTxn txn, long atMs) {}

  Proposals(Electorate electorate) {
    this.electorate = electorate;
  }

  void add(PlannedTxn txn, long nowMs) {
    pending.add(new Pending(txn, nowMs));
  }

  int count() {
    return pending.size();
  }

  /** All of them, in order. */
  List<PlannedTxn> all() {
    return pending.stream().map(Pending::txn).toList();
  }

  /** Forgets all of them. */
  List<PlannedTxn> drain() {
    List<PlannedTxn> all = all();
    pending.clear();
    return all;
  }

  /** A server's connection is gone: what it has acknowledged it will acknowledge again. */
  void forget(long serverId) {
    ackedUpTo.remove(serverId);
  }

  /**
   * A server has transactions on stable storage.
   *
   * @return what is committed by this, in order
   */
  List<PlannedTxn> onAck(long serverId, long zxid) {
    if (!electorate.isVoter(serverId)) {
      return List.of();
    }
    ackedUpTo.merge(serverId, zxid, Math::max);
    if (pending.isEmpty() || pending.element().txn().zxid() > zxid) {
      return List.of();
    }
    long committedZxid = ackedByQuorum();
    List<PlannedTxn> committed = new ArrayList<>();
    while (!pending.isEmpty() && pending.element().txn().zxid() <= committedZxid) {
      committed.add(pending.remove().txn());
    }
    return committed;
  }

  /** Since when the oldest proposal waits that a server has not acknowledged; or never. */
  long waitingSinceMs(long serverId, long neverMs) {
    long acked = ackedUpTo.getOrDefault(serverId, -1L);
    for (Pending next : pending) {
      if (next.txn().zxid() > acked) {
        return next.atMs();
      }
    }
    return neverMs;
  }

  /** The highest zxid that all servers of some quorum have. */
  private long ackedByQuorum() {
    long best = -1;
    for (long candidate : ackedUpTo.values()) {
      if (candidate > best && electorate.isQuorum(serversWith(candidate))) {
        best = candidate;
      }
    }
    return best;
  }

  private Set<Long> serversWith(long zxid) {
    Set<Long> servers = new HashSet<>();
    ackedUpTo.forEach(
        (server, acked) -> {
          if (acked >= zxid) {
            servers.add(server);
          }
        });
    return servers;
  }
}
