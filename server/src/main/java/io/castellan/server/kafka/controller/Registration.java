package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.znodes.BrokerZnode;
import io.castellan.server.zkclient.ZkWrite;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's ephemeral registration: one per session. Owned by the controller lane.
 *
 * <p>The node is created empty and written in the same multi, as stock brokers do, so that its data
 * version is 1 and the answer carries its czxid: the broker's epoch (KIP-380).
 */
final class Registration {
  private static final Logger log = LoggerFactory.getLogger(Registration.class);

  private final Znodes znodes;
  private final int brokerId;
  private final Supplier<byte[]> contents;
  private final Set<Long> ownPastSessions = new HashSet<>();

  /**
   * @param contents what the node is to hold, made anew for each registration
   */
  Registration(Znodes znodes, int brokerId, Supplier<byte[]> contents) {
    this.znodes = znodes;
    this.brokerId = brokerId;
    this.contents = contents;
  }

  /** A session of this process has expired; a node that it left may be removed. */
  void onExpired(long sessionId) {
    ownPastSessions.add(sessionId);
  }

  /**
   * Register.
   *
   * @param done takes the broker's epoch
   * @param failed takes the one line that says why it cannot be; not called when the session
   *     expires, after which the caller registers again
   */
  void register(LongConsumer done, Consumer<String> failed) {
    String path = BrokerZnode.path(brokerId);
    List<ZkWrite> writes =
        List.of(
            znodes.creation(path, null, CreateMode.EPHEMERAL),
            new ZkWrite.SetNode(path, contents.get(), 0));
    znodes.multi(
        writes,
        result -> {
          if (result.isOk() || result.error() == KeeperError.NODE_EXISTS) {
            examine(done, failed);
          } else if (result.error() != KeeperError.SESSION_EXPIRED) {
            failed.accept("zookeeper: cannot register " + path + " (" + result.error() + ")");
          }
        });
  }

  /** The node is there: whose is it? */
  private void examine(LongConsumer done, Consumer<String> failed) {
    String path = BrokerZnode.path(brokerId);
    znodes.exists(
        path,
        false,
        result -> {
          if (result.error() == KeeperError.NO_NODE) {
            register(done, failed);
            return;
          }
          if (!result.isOk()) {
            return; // expired
          }
          long owner = result.get().stat().ephemeralOwner();
          if (owner == znodes.sessionId()) {
            log.info("broker registered path={} epoch={}", path, result.get().stat().czxid());
            done.accept(result.get().stat().czxid());
          } else if (ownPastSessions.contains(owner)) {
            znodes.delete(path, ignored -> register(done, failed));
          } else {
            failed.accept(
                "broker id "
                    + brokerId
                    + ": "
                    + path
                    + " is held by ZooKeeper session 0x"
                    + Long.toHexString(owner)
                    + " (expected: no other broker with this id; a broker that was killed holds"
                    + " its id until its session expires)");
          }
        });
  }
}
