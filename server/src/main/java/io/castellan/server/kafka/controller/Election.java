package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.znodes.ControllerEpochZnode;
import io.castellan.server.kafka.znodes.ControllerZnode;
import io.castellan.server.zkclient.ZkWrite;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.message.GetData;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is the controller: this broker when it can, else whoever {@code /controller} names. Owned by
 * the controller lane.
 *
 * <p>The winner creates {@code /controller} and raises {@code /controller_epoch} in one multi, so
 * that an epoch belongs to one controller, and fences all those before it by the epoch's version.
 */
final class Election {
  private static final Logger log = LoggerFactory.getLogger(Election.class);

  /** Told of the outcome, each time it changes. */
  interface Listener {
    /**
     * This broker is the controller.
     *
     * @param epoch its epoch
     * @param epochVersion data version of the epoch's znode, which fences
     */
    void onElected(int epoch, int epochVersion);

    /** This broker is the controller no more. */
    void onResigned();

    /** Another broker is the controller; -1 when none is. */
    void onOther(int brokerId);
  }

  private final Znodes znodes;
  private final int brokerId;
  private final LongSupplier wallClockMs;
  private final Listener listener;
  private boolean elected;

  Election(Znodes znodes, int brokerId, LongSupplier wallClockMs, Listener listener) {
    this.znodes = znodes;
    this.brokerId = brokerId;
    this.wallClockMs = wallClockMs;
    this.listener = listener;
  }

  /** Look at {@code /controller} and stand for election if nobody is; also after each event. */
  void look() {
    znodes.exists(
        ControllerZnode.PATH,
        true,
        result -> {
          if (result.isOk()) {
            readController();
          } else if (result.error() == KeeperError.NO_NODE) {
            resign("/controller is gone");
            stand();
          }
        });
  }

  /** The session is gone, and {@code /controller} with it. */
  void onExpired() {
    resign("the session expired");
  }

  /** A fenced write has failed: another controller was elected. */
  void onFenced() {
    resign("another controller was elected");
    look();
  }

  private void readController() {
    znodes.read(
        ControllerZnode.PATH,
        false,
        result -> {
          if (result.error() == KeeperError.NO_NODE) {
            look();
          } else if (result.isOk()) {
            onController(result.get());
          }
        });
  }

  private void onController(GetData.Response node) {
    ControllerZnode controller = ControllerZnode.read(node.data());
    if (node.stat().ephemeralOwner() != znodes.sessionId()) {
      resign("broker " + controller.brokerId() + " holds /controller");
      listener.onOther(controller.brokerId());
    } else if (!elected) {
      // Ours, but nobody told us: the answer to our multi was lost.
      znodes.read(
          ControllerEpochZnode.PATH,
          false,
          result -> {
            if (result.isOk() && !elected) {
              win(ControllerEpochZnode.read(result.get().data()), result.get().stat().version());
            }
          });
    }
  }

  private void stand() {
    znodes.read(
        ControllerEpochZnode.PATH,
        false,
        result -> {
          if (result.isOk()) {
            stand(ControllerEpochZnode.read(result.get().data()), result.get().stat().version());
          } else if (result.error() == KeeperError.NO_NODE) {
            znodes.create(
                ControllerEpochZnode.PATH,
                ControllerEpochZnode.write(ControllerEpochZnode.INITIAL),
                CreateMode.PERSISTENT,
                created -> {
                  if (created.isOk() || created.error() == KeeperError.NODE_EXISTS) {
                    stand();
                  }
                });
          }
        });
  }

  private void stand(int epoch, int epochVersion) {
    byte[] controller = new ControllerZnode(brokerId, wallClockMs.getAsLong(), -1).write();
    List<ZkWrite> writes =
        List.of(
            znodes.creation(ControllerZnode.PATH, controller, CreateMode.EPHEMERAL),
            new ZkWrite.SetNode(
                ControllerEpochZnode.PATH, ControllerEpochZnode.write(epoch + 1), epochVersion));
    znodes.multi(
        writes,
        result -> {
          if (result.isOk()) {
            win(epoch + 1, epochVersion + 1);
          } else if (result.error() != KeeperError.SESSION_EXPIRED) {
            look(); // somebody was faster, or the answer to our own was lost
          }
        });
  }

  private void win(int epoch, int epochVersion) {
    if (!elected) {
      elected = true;
      log.info("controller elected broker={} epoch={}", brokerId, epoch);
      listener.onElected(epoch, epochVersion);
    }
  }

  private void resign(String why) {
    if (elected) {
      elected = false;
      log.info("controller resigned broker={} reason={}", brokerId, why);
      listener.onResigned();
    }
  }
}
