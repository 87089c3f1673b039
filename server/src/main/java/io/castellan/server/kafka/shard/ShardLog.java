package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.log.Isolation;
import io.netty.buffer.ByteBuf;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The partitions of an internal topic, as the runtime uses them. From any thread. */
public interface ShardLog {

  /** Gets the log of a partition, batch by batch. */
  interface BatchSink {
    /**
     * Some whole batches, in order.
     *
     * @param batches valid only during the call
     * @param nextOffset the offset after them
     */
    void onBatches(ByteBuf batches, long nextOffset);
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
   * Read everything from an offset to an end as it is at the time of the call, on the calling
   * thread, which waits for the disk.
   *
   * @param fromOffset where to start; the log's start if that is later
   * @param until how far to look
   * @return {@code NONE}, or why the log could not be read to its end
   */
  ErrorCode read(int partition, long fromOffset, Isolation until, BatchSink sink);

  /**
   * Which log this is up to an offset; null when that cannot be told.
   *
   * @param offset not beyond the log's end
   */
  @Nullable LogPrefix prefix(int partition, long offset);
}
