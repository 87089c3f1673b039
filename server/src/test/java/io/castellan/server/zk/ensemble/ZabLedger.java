package io.castellan.server.zk.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.zk.tree.ZnodeTree;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What somebody who sees the whole world has written down, and holds against it. Each method is
 * told of something at the moment when it happens, and fails when it must not.
 */
final class ZabLedger {
  private final Map<Long, Long> leaderOfEpoch = new HashMap<>();
  private final Map<Long, Long> digestAt = new HashMap<>();
  private final Map<Long, Promises> promises = new HashMap<>();

  /** The last transaction of the history that each epoch begins with. */
  private final Map<Long, Long> historyOf = new HashMap<>();

  /** Paths of writes that were acknowledged to clients, and their zxids. */
  final Map<String, Long> acknowledged = new LinkedHashMap<>();

  /** How often each way of synchronising was taken. */
  final Map<SyncPlan.Kind, Integer> syncs = new EnumMap<>(SyncPlan.Kind.class);

  /** What a server has told others that it has on its disk. */
  private static final class Promises {
    long acceptedEpoch;
    long currentEpoch;
    long zxid;
  }

  private Promises of(long server) {
    return promises.computeIfAbsent(server, id -> new Promises());
  }

  /**
   * At most one leader is established in an epoch, and it has every write that was acknowledged.
   */
  void onEstablished(long server, long epoch, ZnodeTree tree) {
    Long other = leaderOfEpoch.putIfAbsent(epoch, server);
    assertTrue(
        other == null || other == server,
        () -> "epoch " + epoch + " has two leaders: " + other + " and " + server);
    hasAllAcknowledged(server, tree);
  }

  /** An acknowledged write is in this tree. */
  void hasAllAcknowledged(long server, ZnodeTree tree) {
    acknowledged.forEach(
        (path, zxid) ->
            assertNotNull(
                tree.image().find(path),
                () ->
                    "server " + server + " lacks the acknowledged " + path + " " + Zxid.hex(zxid)));
  }

  /** Trees are equal wherever their last transactions are: histories are prefixes of one. */
  void onApplied(long server, long zxid, ZnodeTree tree) {
    Long digest = digestAt.putIfAbsent(zxid, tree.image().digest());
    assertTrue(
        digest == null || digest == tree.image().digest(),
        () -> "server " + server + " has another tree than others at " + Zxid.hex(zxid));
  }

  /**
   * What a server says to its leader is a promise.
   *
   * @param historyZxid the last transaction of the history that it acknowledges with its epoch
   */
  void onSent(long server, long epoch, PeerMessage message, long historyZxid) {
    Promises made = of(server);
    if (message instanceof PeerMessage.HistoryEnd end) {
      if (Zxid.epoch(historyZxid) < end.epoch()) { // else it is told to one that comes late
        historyOf.putIfAbsent(end.epoch(), historyZxid);
      }
    } else if (message instanceof PeerMessage.EpochPromise) {
      made.acceptedEpoch = Math.max(made.acceptedEpoch, epoch);
    } else if (message instanceof PeerMessage.Ack ack) {
      assertTrue(
          Zxid.epoch(ack.zxid()) >= made.acceptedEpoch,
          () -> "server " + server + " acknowledges " + Zxid.hex(ack.zxid()) + " of an old epoch");
      if (Zxid.isFirst(ack.zxid())) {
        if (made.currentEpoch < Zxid.epoch(ack.zxid())) { // said twice, and meant once
          made.currentEpoch = Zxid.epoch(ack.zxid());
          made.zxid = Math.max(made.zxid, historyZxid);
        }
      } else {
        made.zxid = Math.max(made.zxid, ack.zxid());
      }
    }
  }

  /** A server's history has gone another way, as its leader has told it. */
  void onCut(long server, long zxid) {
    of(server).zxid = Math.min(of(server).zxid, zxid);
  }

  /** After a start, a server has all that it has told others. */
  void onStarted(long server, long acceptedEpoch, long currentEpoch, long lastZxid) {
    Promises made = of(server);
    assertTrue(
        acceptedEpoch >= made.acceptedEpoch,
        () -> "server " + server + " has forgotten its promise of epoch " + made.acceptedEpoch);
    assertTrue(
        currentEpoch >= made.currentEpoch,
        () -> "server " + server + " has forgotten its epoch " + made.currentEpoch);
    assertTrue(
        lastZxid >= made.zxid,
        () -> "server " + server + " has lost what it acknowledged, " + Zxid.hex(made.zxid));
    assertTrue(acceptedEpoch >= currentEpoch, "epochs on the disk");
    long history = historyOf.getOrDefault(currentEpoch, 0L);
    assertTrue(
        lastZxid >= history,
        () ->
            "server "
                + server
                + " claims the history of epoch "
                + currentEpoch
                + " up to "
                + Zxid.hex(history)
                + " and has "
                + Zxid.hex(lastZxid));
  }

  /** A vote names the end of the log. */
  void onVote(long server, long votedZxid, long loggedZxid) {
    assertEquals(loggedZxid, votedZxid, () -> "vote of server " + server);
  }

  int epochCount() {
    return leaderOfEpoch.size();
  }
}
