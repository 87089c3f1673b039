package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.kafka.log.AppendOrigin;
import io.castellan.server.kafka.log.Isolation;
import io.castellan.server.kafka.log.LogRead;
import io.castellan.server.kafka.log.LogSlice;
import io.castellan.server.kafka.log.LogView;
import io.castellan.server.kafka.partition.Append;
import io.castellan.server.kafka.partition.PartitionProxy;
import io.castellan.server.kafka.partition.PartitionTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of an internal topic that this broker leads. */
public final class PartitionShardLog implements ShardLog {
  private static final Logger log = LoggerFactory.getLogger(PartitionShardLog.class);

  private final String topic;
  private final PartitionTable partitions;
  private final short acks;
  private final int timeoutMs;
  private final int loadBufferBytes;

  /**
   * @param acks what an append waits for, {@code offsets.commit.required.acks}
   * @param timeoutMs how long an append may take to be committed, {@code offsets.commit.timeout.ms}
   * @param loadBufferBytes how much of a log is read at once, {@code offsets.load.buffer.size}
   */
  public PartitionShardLog(
      String topic, PartitionTable partitions, short acks, int timeoutMs, int loadBufferBytes) {
    this.topic = topic;
    this.partitions = partitions;
    this.acks = acks;
    this.timeoutMs = timeoutMs;
    this.loadBufferBytes = loadBufferBytes;
  }

  @Override
  public void append(int partition, ByteBuf batch, BiConsumer<ErrorCode, Long> whenCommitted) {
    PartitionProxy proxy = partitions.find(topic, partition);
    if (proxy == null) {
      batch.release();
      whenCommitted.accept(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1L);
      return;
    }
    proxy.append(
        new Append(
            batch,
            AppendOrigin.COORDINATOR,
            acks,
            timeoutMs,
            result -> {
              batch.release();
              whenCommitted.accept(result.error(), result.firstOffset());
            }));
  }

  @Override
  public ErrorCode read(int partition, long fromOffset, Isolation until, BatchSink sink) {
    PartitionProxy proxy = partitions.find(topic, partition);
    if (proxy == null) {
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    LogView view = proxy.view();
    try {
      long offset = Math.max(fromOffset, view.logStartOffset());
      long end = view.limit(until);
      while (offset < end) {
        LogRead read = view.read(offset, loadBufferBytes, until, true);
        if (read.error() != ErrorCode.NONE) {
          return read.error();
        }
        LogSlice slice = read.slice();
        if (slice == null) {
          return ErrorCode.NONE; // what is left was compacted away
        }
        offset = hand(slice, offset, sink);
      }
      return ErrorCode.NONE;
    } catch (IOException | InvalidRecordException e) {
      log.error("cannot read {}-{} at start-up of its coordinator", topic, partition, e);
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
  }

  @Override
  public @Nullable LogPrefix prefix(int partition, long offset) {
    PartitionProxy proxy = partitions.find(topic, partition);
    Uuid topicId = proxy == null ? null : proxy.topicId();
    if (proxy == null || topicId == null || topicId.isZero()) {
      return null;
    }
    LogView view = proxy.view();
    return offset <= view.logStartOffset()
            || offset > view.logEndOffset()
            || offset < view.cleanedUntil()
        ? null
        : new LogPrefix(topicId, view.logStartOffset(), view.leaderEpochOf(offset - 1), offset);
  }

  /** Hands the whole batches of a slice over, and returns the offset after them. */
  private static long hand(LogSlice slice, long offset, BatchSink sink)
      throws IOException, InvalidRecordException {
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.heapBuffer(slice.sizeInBytes());
    try {
      while (buffer.readableBytes() < slice.sizeInBytes()) {
        long position = slice.position() + buffer.readableBytes();
        int left = slice.sizeInBytes() - buffer.readableBytes();
        if (buffer.writeBytes(slice.channel(), position, left) <= 0) {
          throw new IOException("segment ends at byte " + position);
        }
      }
      Records records = new Records().wrap(buffer);
      long next = offset;
      int wholeBytes = 0;
      while (records.next()) {
        next = records.lastOffset() + 1;
        wholeBytes = records.position() + records.sizeInBytes();
      }
      if (next == offset) {
        throw new IOException("no whole batch at offset " + offset);
      }
      sink.onBatches(buffer.slice(0, wholeBytes), next);
      return next;
    } finally {
      buffer.release();
      slice.release();
    }
  }
}
