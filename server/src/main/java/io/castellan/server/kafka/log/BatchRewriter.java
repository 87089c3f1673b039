package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.EntryReader;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.kafka.protocol.record.Records;
import io.netty.buffer.ByteBuf;

/**
 * Writes an append anew as one batch of magic 2: in another codec, with offsets that count from 0
 * without gaps, or from an older format.
 */
final class BatchRewriter {
  /** How many times the largest batch one record may be, expanded: it has to be held in memory. */
  private static final int MAX_EXPANSION = 64;

  private BatchRewriter() {}

  /** The largest record, expanded, that is held in memory to be written anew. */
  static int maxRecordBytes(LogConfig config) {
    return (int)
        Math.min(
            config.conversion().maxDecompressedBytes(),
            (long) config.maxMessageBytes() * MAX_EXPANSION);
  }

  /**
   * Writes the entries between a buffer's indices to the writer index of another. What comes out
   * may be larger than the largest batch by no more than a record: then it has not been written to
   * its end, and is of no use.
   */
  static void rewrite(ByteBuf from, ByteBuf to, Compression codec, LogConfig config)
      throws InvalidRecordException {
    RecordBatchBuilder builder =
        new RecordBatchBuilder(to).compression(codec, config.levelOf(codec));
    boolean finished = false;
    Records entries = new Records().wrap(from);
    try (EntryReader reader = new EntryReader(maxRecordBytes(config))) {
      while (entries.next()) {
        keepProducer(entries, builder);
        reader.open(entries);
        while (builder.sizeInBytes() <= config.maxMessageBytes() && reader.next()) {
          builder.append(reader.record());
        }
      }
      builder.finish();
      finished = true;
    } finally {
      if (!finished) {
        builder.abandon();
      }
    }
  }

  private static void keepProducer(Records entry, RecordBatchBuilder builder) {
    if (entry.magic() == RecordBatch.MAGIC) {
      RecordBatch batch = entry.batch();
      if (batch.hasProducerId()) {
        builder.producer(
            batch.producerId(),
            batch.producerEpoch(),
            batch.baseSequence(),
            batch.isTransactional());
      }
    }
  }
}
