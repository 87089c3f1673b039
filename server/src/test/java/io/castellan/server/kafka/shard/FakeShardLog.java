package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.kafka.log.Isolation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One log in memory, written by the tests, whose batches are handed over one by one. */
final class FakeShardLog implements ShardLog {
  final ByteBuf content = Unpooled.buffer();
  final List<BiConsumer<ErrorCode, Long>> appends = new ArrayList<>();
  ErrorCode readError = ErrorCode.NONE;
  Uuid topicId = new Uuid(1, 2);
  int leaderEpoch;

  /** Where the last read started. */
  long readFrom = -1;

  /** The end for who reads what is complete; {@link Long#MAX_VALUE} for the log's. */
  long stableOffset = Long.MAX_VALUE;

  @Override
  public void append(int partition, ByteBuf batch, BiConsumer<ErrorCode, Long> whenCommitted) {
    batch.release();
    appends.add(whenCommitted);
  }

  /** Every batch counts as one offset. */
  @Override
  public ErrorCode read(int partition, long fromOffset, Isolation until, BatchSink sink) {
    readFrom = fromOffset;
    try {
      Records records = new Records().wrap(content.slice());
      for (long offset = 0; records.next(); offset++) {
        boolean open = until == Isolation.COMMITTED && offset >= stableOffset;
        if (offset >= fromOffset && !open) {
          sink.onBatches(content.slice(records.position(), records.sizeInBytes()), offset + 1);
        }
      }
      return readError;
    } catch (InvalidRecordException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public @Nullable LogPrefix prefix(int partition, long offset) {
    return new LogPrefix(topicId, 0, leaderEpoch, offset);
  }
}
