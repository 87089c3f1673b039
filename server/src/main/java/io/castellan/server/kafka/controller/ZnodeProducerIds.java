package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.txn.ProducerIdBlock;
import io.castellan.server.kafka.txn.ProducerIdBlocks;
import io.castellan.server.kafka.znodes.ProducerIdBlockZnode;
import io.castellan.server.kafka.znodes.ZnodeFormatException;
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
final class ZnodeProducerIds implements ProducerIdBlocks {
  private static final Logger log = LoggerFactory.getLogger(ZnodeProducerIds.class);

  private final Znodes znodes;
  private final Executor lane;
  private final IntSupplier brokerId;

  ZnodeProducerIds(Znodes znodes, Executor lane, IntSupplier brokerId) {
    this.znodes = znodes;
    this.lane = lane;
    this.brokerId = brokerId;
  }

  @Override
  public void reserve(Consumer<@Nullable ProducerIdBlock> callback) {
    lane.execute(() -> take(callback));
  }

  private void take(Consumer<@Nullable ProducerIdBlock> done) {
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
          } catch (ZnodeFormatException e) {
            log.error("{}: no producer ids", e.getMessage());
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
                  done.accept(new ProducerIdBlock(block.first(), block.last()));
                } else if (written.error() == KeeperError.BAD_VERSION) {
                  take(done);
                } else {
                  fail(written.error(), done);
                }
              });
        });
  }

  private static void fail(KeeperError error, Consumer<@Nullable ProducerIdBlock> done) {
    log.warn("no block of producer ids error={}", error);
    done.accept(null);
  }
}
