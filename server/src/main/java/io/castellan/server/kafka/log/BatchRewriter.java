package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.kafka.protocol.record.RecordReader;
import io.netty.buffer.ByteBuf;

/** Writes a batch anew, in another codec or with offsets that count from 0 without gaps. */
final class BatchRewriter {
  private BatchRewriter() {}

  /** Writes the batch at the reader index of one buffer to the writer index of another. */
  static void rewrite(ByteBuf from, ByteBuf to, Compression codec) throws InvalidRecordException {
    RecordBatch batch = new RecordBatch().wrap(from, from.readerIndex());
    RecordBatchBuilder builder = new RecordBatchBuilder(to).compression(codec);
    if (batch.hasProducerId()) {
      builder.producer(
          batch.producerId(), batch.producerEpoch(), batch.baseSequence(), batch.isTransactional());
    }
    boolean finished = false;
    // A record is no larger than the heap allows; a batch that expands beyond that cannot be
    // rewritten by anyone.
    try (RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, Integer.MAX_VALUE)) {
      reader.open(batch);
      while (reader.next()) {
        builder.append(reader.record());
      }
      builder.finish();
      finished = true;
    } finally {
      if (!finished) {
        builder.abandon();
      }
    }
  }
}
