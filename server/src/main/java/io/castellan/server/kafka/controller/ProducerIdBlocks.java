package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.znodes.ProducerIdBlockZnode;
import io.castellan.zk.protocol.KeeperError;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out blocks of producer ids, each once in the life of the cluster. May be called from any
 * thread.
 */
public final class ProducerIdBlocks {
  private static final Logger log = LoggerFactory.getLogger(ProducerIdBlocks.class);

  private final Znodes znodes;
  private final Executor lane;
  private final IntSupplier brokerId;

  ProducerIdBlocks(Znodes znodes, Executor lane, IntSupplier brokerId) {
    this.znodes = znodes;
    this.lane = lane;
    this.brokerId = brokerId;
  }

  /**
   * Take the next block.
   *
   * @param done takes it, on the controller lane; null when ZooKeeper could not be written, or when
   *     there are no ids left
   */
  public void next(Consumer<@Nullable ProducerIdBlockZnode> done) {
    lane.execute(() -> take(done));
  }

  private void take(Consumer<@Nullable ProducerIdBlockZnode> done) {
    znodes.read(
        ProducerIdBlockZnode.PATH,
        false,
        read -> {
          if (!read.isOk()) {
            fail(read.error(), done);
            return;
          }
          ProducerIdBlockZnode block;
          try {
            block =
                ProducerIdBlockZnode.next(
                    ProducerIdBlockZnode.read(read.get().data()), brokerId.getAsInt());
          } catch (ArithmeticException noneLeft) {
            log.error("producer ids are used up");
            done.accept(null);
            return;
          }
          // When the answer is lost the repetition finds a newer version: the block that we may
          // have taken is given up, which wastes a thousand ids and hands none out twice.
          znodes.write(
              ProducerIdBlockZnode.PATH,
              block.write(),
              read.get().stat().version(),
              written -> {
                if (written.isOk()) {
                  done.accept(block);
                } else if (written.error() == KeeperError.BAD_VERSION) {
                  take(done);
                } else {
                  fail(written.error(), done);
                }
              });
        });
  }

  private static void fail(KeeperError error, Consumer<@Nullable ProducerIdBlockZnode> done) {
    log.warn("no block of producer ids error={}", error);
    done.accept(null);
  }
}
