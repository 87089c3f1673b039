package io.castellan.server.kafka.controller;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.config.BrokerIdentity;
import io.castellan.server.kafka.znodes.ClusterIdZnode;
import io.castellan.server.kafka.znodes.PersistentPaths;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import java.util.Iterator;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a broker does in ZooKeeper before it opens its logs: makes the tree, and learns which
 * cluster it is in and which broker it is. Owned by the controller lane.
 */
final class StartSequence {
  private static final byte[] NO_DATA = {};

  private final Znodes znodes;
  private final Supplier<Uuid> newId;
  private final BrokerIdentity configured;
  private final Consumer<String> failed;

  /**
   * @param newId gives the id of a new cluster
   * @param failed takes the one line that says why the broker cannot start
   */
  StartSequence(
      Znodes znodes, Supplier<Uuid> newId, BrokerIdentity configured, Consumer<String> failed) {
    this.znodes = znodes;
    this.newId = newId;
    this.configured = configured;
    this.failed = failed;
  }

  /**
   * Go through it.
   *
   * @param storedBrokerId what meta.properties says
   * @param done takes the cluster's id and the broker's
   */
  void run(OptionalInt storedBrokerId, BiConsumer<String, Integer> done) {
    znodes.createChroot(
        error -> {
          if (error == KeeperError.OK) {
            createPaths(
                PersistentPaths.ALL.iterator(),
                () ->
                    findClusterId(
                        clusterId ->
                            findBrokerId(storedBrokerId, id -> done.accept(clusterId, id))));
          } else {
            fail("create the chroot of zookeeper.connect", error);
          }
        });
  }

  private void createPaths(Iterator<String> paths, Runnable done) {
    if (!paths.hasNext()) {
      done.run();
      return;
    }
    String path = paths.next();
    znodes.create(
        path,
        null,
        CreateMode.PERSISTENT,
        result -> {
          if (result.isOk() || result.error() == KeeperError.NODE_EXISTS) {
            createPaths(paths, done);
          } else {
            fail("create " + path, result.error());
          }
        });
  }

  private void findClusterId(Consumer<String> done) {
    znodes.read(
        ClusterIdZnode.PATH,
        false,
        result -> {
          if (result.isOk()) {
            done.accept(ClusterIdZnode.read(result.get().data()));
          } else if (result.error() == KeeperError.NO_NODE) {
            createClusterId(done);
          } else {
            fail("read " + ClusterIdZnode.PATH, result.error());
          }
        });
  }

  private void createClusterId(Consumer<String> done) {
    byte[] data = ClusterIdZnode.write(newId.get().toString());
    znodes.create(
        ClusterIdZnode.PARENT,
        null,
        CreateMode.PERSISTENT,
        parent ->
            znodes.create(
                ClusterIdZnode.PATH,
                data,
                CreateMode.PERSISTENT,
                result -> {
                  // Another broker may have been first: what stands there counts.
                  if (result.isOk() || result.error() == KeeperError.NODE_EXISTS) {
                    findClusterId(done);
                  } else {
                    fail("create " + ClusterIdZnode.PATH, result.error());
                  }
                }));
  }

  private void findBrokerId(OptionalInt storedBrokerId, Consumer<Integer> done) {
    if (configured.brokerId() >= 0) {
      done.accept(configured.brokerId());
    } else if (storedBrokerId.isPresent()) {
      done.accept(storedBrokerId.getAsInt());
    } else {
      znodes.write(
          PersistentPaths.BROKER_SEQUENCE_ID,
          NO_DATA,
          -1,
          result -> {
            if (result.isOk()) {
              done.accept(configured.reservedMaxId() + result.get().stat().version());
            } else {
              fail("generate a broker id at " + PersistentPaths.BROKER_SEQUENCE_ID, result.error());
            }
          });
    }
  }

  private void fail(String what, KeeperError error) {
    failed.accept("zookeeper: cannot " + what + " (" + error + ")");
  }
}
