package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.kafka.protocol.record.TimestampType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Takes what a producer or a coordinator has sent as far as the file: judges it, writes it anew
 * where it cannot stay as it is, checks its producer's sequence, assigns offsets, epoch and
 * timestamp in place. Owned by the partition's lane.
 */
final class LeaderAppend {
  /**
   * What an append goes by.
   *
   * @param leaderEpoch the epoch of this broker's leadership
   */
  record Terms(
      LogConfig config,
      AppendOrigin origin,
      int leaderEpoch,
      long logStartOffset,
      long logEndOffset,
      long nowMs) {}

  /** Where batches go that are ready. */
  interface Writer {
    /**
     * Takes them; they are written later, and retained until then.
     *
     * @param nextOffset the offset after the last of them
     * @param largest their largest timestamp
     */
    void stage(ByteBuf batches, long nextOffset, TimestampOffset largest, long nowMs);
  }

  private final ProducerStates producers;
  private final Writer writer;
  private final Records records = new Records();

  LeaderAppend(ProducerStates producers, Writer writer) {
    this.producers = producers;
    this.writer = writer;
  }

  /** Appends the readable bytes of a buffer, as {@link PartitionLog#append} says. */
  AppendResult run(ByteBuf buffer, Terms terms) {
    BatchValidator.Verdict verdict =
        BatchValidator.ofThread().judge(buffer, terms.origin, terms.config, terms.nowMs);
    if (verdict.error() != ErrorCode.NONE) {
      return AppendResult.refused(
          verdict.error(),
          String.valueOf(verdict.message()),
          verdict.recordErrors(),
          terms.logStartOffset);
    }
    if (verdict.rewriteTo() == null || verdict.batchCount() > 1) {
      return append(
          buffer.slice(buffer.readerIndex(), verdict.validBytes()), verdict.maxTimestamp(), terms);
    }
    int maxMessageBytes = terms.config.maxMessageBytes();
    ByteBuf rewritten = ByteBufAllocator.DEFAULT.directBuffer(verdict.validBytes() * 2);
    try {
      BatchRewriter.rewrite(
          buffer.slice(buffer.readerIndex(), verdict.validBytes()),
          rewritten,
          verdict.rewriteTo(),
          terms.config);
      if (rewritten.readableBytes() > maxMessageBytes) {
        return AppendResult.refused(
            ErrorCode.MESSAGE_TOO_LARGE,
            "batch size as "
                + verdict.rewriteTo().codecName()
                + ": "
                + rewritten.readableBytes()
                + " (expected: <= "
                + maxMessageBytes
                + ")",
            terms.logStartOffset);
      }
      return append(rewritten, verdict.maxTimestamp(), terms);
    } catch (InvalidRecordException e) {
      return AppendResult.refused(
          ErrorCode.INVALID_RECORD, String.valueOf(e.getMessage()), terms.logStartOffset);
    } finally {
      rewritten.release();
    }
  }

  private AppendResult append(ByteBuf batches, long maxTimestamp, Terms terms) {
    int bytes = batches.readableBytes();
    if (bytes > terms.config.segmentBytes()) {
      return AppendResult.refused(
          ErrorCode.RECORD_LIST_TOO_LARGE,
          "append size: "
              + bytes
              + " (expected: <= segment.bytes "
              + terms.config.segmentBytes()
              + ")",
          terms.logStartOffset);
    }
    long offset = terms.logEndOffset;
    TimestampOffset largest = TimestampOffset.NONE;
    try {
      for (records.wrap(batches); records.next(); ) {
        RecordBatch batch = records.batch();
        if (batch.hasProducerId()) {
          if (terms.origin == AppendOrigin.CLIENT) {
            ProducerState.Batch earlier = producers.duplicateOf(batch);
            if (earlier != null) {
              return duplicate(earlier, terms);
            }
          }
          ProducerStates.Refusal refusal = producers.check(batch, offset, terms.origin);
          if (refusal != null) {
            return AppendResult.refused(refusal.error(), refusal.message(), terms.logStartOffset);
          }
        }
        assign(batch, offset, maxTimestamp, terms);
        offset = batch.nextOffset();
        if (batch.maxTimestamp() > largest.timestamp()) {
          largest = new TimestampOffset(batch.maxTimestamp(), offset - 1);
        }
      }
    } catch (InvalidRecordException e) {
      return AppendResult.refused(
          ErrorCode.INVALID_RECORD, String.valueOf(e.getMessage()), terms.logStartOffset);
    }
    writer.stage(batches, offset, largest, terms.nowMs);
    return AppendResult.appended(
        terms.logEndOffset,
        offset - 1,
        terms.config.isLogAppendTime() ? terms.nowMs : RecordBatch.NO_TIMESTAMP,
        terms.logStartOffset);
  }

  private static void assign(RecordBatch batch, long offset, long maxTimestamp, Terms terms) {
    batch.setBaseOffset(offset);
    batch.setPartitionLeaderEpoch(terms.leaderEpoch);
    if (terms.config.isLogAppendTime()) {
      batch.setMaxTimestamp(TimestampType.LOG_APPEND_TIME, terms.nowMs);
    } else if (terms.origin == AppendOrigin.CLIENT) {
      batch.setMaxTimestamp(TimestampType.CREATE_TIME, maxTimestamp);
    }
  }

  /** The reply of the first attempt, as far as it is still known. */
  private static AppendResult duplicate(ProducerState.Batch earlier, Terms terms) {
    long appendTime =
        terms.config.isLogAppendTime() ? earlier.timestamp() : RecordBatch.NO_TIMESTAMP;
    return AppendResult.duplicate(
        earlier.firstOffset(), earlier.lastOffset(), appendTime, terms.logStartOffset);
  }
}
