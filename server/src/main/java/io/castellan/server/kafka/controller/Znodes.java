package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.znodes.ZnodeFormatException;
import io.castellan.server.zkclient.ZkClient;
import io.castellan.server.zkclient.ZkResult;
import io.castellan.server.zkclient.ZkWrite;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.Exists;
import io.castellan.zk.protocol.message.GetChildren;
import io.castellan.zk.protocol.message.GetData;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.SetData;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operations on the broker's part of ZooKeeper, each repeated for as long as the connection breaks
 * under it. Owned by the controller lane, where the callbacks run.
 */
final class Znodes {
  private static final Logger log = LoggerFactory.getLogger(Znodes.class);

  /** How many reads of a long list are asked for before the first has answered. */
  private static final int WINDOW = 512;

  private final ZkClient zk;
  private final List<Acl> acl = Acl.OPEN;
  private boolean closed;

  Znodes(ZkClient zk) {
    this.zk = zk;
  }

  /** Repeat nothing any more. */
  void close() {
    closed = true;
  }

  long sessionId() {
    return zk.sessionId();
  }

  void createChroot(Consumer<KeeperError> done) {
    zk.createChroot(
        acl,
        error -> {
          if (error == KeeperError.CONNECTION_LOSS && !closed) {
            createChroot(done);
          } else {
            done.accept(error);
          }
        });
  }

  void create(
      String path,
      byte @Nullable [] data,
      CreateMode mode,
      Consumer<ZkResult<Create.Response>> done) {
    repeat(again -> zk.create(path, data, acl, mode, again), done);
  }

  void exists(String path, boolean watch, Consumer<ZkResult<Exists.Response>> done) {
    repeat(again -> zk.exists(path, watch, again), done);
  }

  void read(String path, boolean watch, Consumer<ZkResult<GetData.Response>> done) {
    repeat(again -> zk.getData(path, watch, again), done);
  }

  void write(String path, byte[] data, int version, Consumer<ZkResult<SetData.Response>> done) {
    repeat(again -> zk.setData(path, data, version, again), done);
  }

  void children(String path, boolean watch, Consumer<ZkResult<GetChildren.Response>> done) {
    repeat(again -> zk.getChildren(path, watch, again), done);
  }

  void delete(String path, Consumer<KeeperError> done) {
    this.<Delete.Response>repeat(
        again -> zk.delete(path, -1, again), result -> done.accept(result.error()));
  }

  void multi(List<ZkWrite> writes, Consumer<ZkResult<Multi.Response>> done) {
    repeat(again -> zk.multi(writes, again), done);
  }

  ZkWrite creation(String path, byte @Nullable [] data, CreateMode mode) {
    return new ZkWrite.CreateNode(path, data, acl, mode);
  }

  /**
   * Do something for each of many, a window of them at a time.
   *
   * @param each must run its second argument once, when its work is done
   * @param done runs when all are
   */
  <T> void forEach(Iterable<T> all, BiConsumer<T, Runnable> each, Runnable done) {
    new Walk<>(all.iterator(), each, done).start();
  }

  private <T> void repeat(Consumer<Consumer<ZkResult<T>>> operation, Consumer<ZkResult<T>> done) {
    operation.accept(
        result -> {
          if (result.error() == KeeperError.CONNECTION_LOSS && !closed) {
            repeat(operation, done);
          } else {
            handOn(result, done);
          }
        });
  }

  /**
   * What somebody else wrote may be anything: what follows from it is not done, and said. It is no
   * broken invariant of ours, and must not end the lane.
   */
  private static <T> void handOn(ZkResult<T> result, Consumer<ZkResult<T>> done) {
    try {
      done.accept(result);
    } catch (ZnodeFormatException e) {
      log.error("{}: left alone", e.getMessage());
    }
  }

  /** One walk over many, with a window of them under way. */
  private static final class Walk<T> {
    private final Iterator<T> rest;
    private final BiConsumer<T, Runnable> each;
    private final Runnable done;
    private int underWay;
    private boolean starting;

    Walk(Iterator<T> rest, BiConsumer<T, Runnable> each, Runnable done) {
      this.rest = rest;
      this.each = each;
      this.done = done;
    }

    void start() {
      starting = true;
      while (underWay < WINDOW && rest.hasNext()) {
        underWay++;
        each.accept(rest.next(), this::oneDone);
      }
      starting = false;
      if (underWay == 0 && !rest.hasNext()) {
        done.run();
      }
    }

    private void oneDone() {
      underWay--;
      if (!starting) {
        start();
      }
    }
  }
}
