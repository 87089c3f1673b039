package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.kafka.protocol.record.RecordReader;
import io.netty.buffer.ByteBuf;

/** Writes a batch anew, in another codec or with offsets that count from 0 without gaps. */
final class BatchRewriter {
  /** How many times the largest batch one record may be, expanded: it has to be held in memory. */
  private static final int MAX_EXPANSION = 64;

  private BatchRewriter() {}

  /**
   * Writes the batch at the reader index of one buffer to the writer index of another. What comes
   * out may be larger than the largest batch by no more than a record: then it has not been written
   * to its end, and is of no use.
   */
  static void rewrite(ByteBuf from, ByteBuf to, Compression codec, int maxMessageBytes)
      throws InvalidRecordException {
    RecordBatch batch = new RecordBatch().wrap(from, from.readerIndex());
    RecordBatchBuilder builder = new RecordBatchBuilder(to).compression(codec);
    if (batch.hasProducerId()) {
      builder.producer(
          batch.producerId(), batch.producerEpoch(), batch.baseSequence(), batch.isTransactional());
    }
    boolean finished = false;
    int maxRecordBytes = (int) Math.min(Integer.MAX_VALUE, (long) maxMessageBytes * MAX_EXPANSION);
    try (RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, maxRecordBytes)) {
      reader.open(batch);
      while (builder.sizeInBytes() <= maxMessageBytes && reader.next()) {
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
