package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;
import java.util.function.BiConsumer;

/** The partitions of an internal topic, as the runtime uses them. From any thread. */
public interface ShardLog {

  /** Gets the log of a partition, batch by batch. */
  interface BatchSink {
    /**
     * Some whole batches, in order.
     *
     * @param batches valid only during the call
     */
    void onBatches(ByteBuf batches);
  }

  /**
   * Append a batch with acks=all.
   *
   * @param batch released when it is written
   * @param whenCommitted told {@code NONE} and the batch's base offset once the batch is committed,
   *     or why it is not
   */
  void append(int partition, ByteBuf batch, BiConsumer<ErrorCode, Long> whenCommitted);

  /**
   * Read everything from the log's start to its end at the time of the call, on the calling thread,
   * which waits for the disk.
   *
   * @return {@code NONE}, or why the log could not be read to its end
   */
  ErrorCode read(int partition, BatchSink sink);
}
