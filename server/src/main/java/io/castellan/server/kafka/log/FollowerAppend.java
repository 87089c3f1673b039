package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.kafka.TopicPartition;
import io.netty.buffer.ByteBuf;

/**
 * Takes what a leader has sent: offsets and epochs stand, a batch that is cut short is left away.
 * Owned by the partition's lane.
 */
final class FollowerAppend {
  private final TopicPartition topicPartition;
  private final LeaderAppend.Writer writer;
  private final Records records = new Records();

  /**
   * @param writer stages a run of batches
   */
  FollowerAppend(TopicPartition topicPartition, LeaderAppend.Writer writer) {
    this.topicPartition = topicPartition;
    this.writer = writer;
  }

  /** Judges the batches in a buffer and stages those that fit the log. */
  AppendResult run(
      ByteBuf buffer, int segmentBytes, long logStartOffset, long logEndOffset, long nowMs) {
    int index = buffer.readerIndex();
    FetchedBatches fetched = FetchedBatches.judge(records.wrap(buffer), logEndOffset);
    if (fetched.problem() != null) {
      return AppendResult.refused(ErrorCode.CORRUPT_MESSAGE, fetched.problem(), logStartOffset);
    }
    try {
      if (fetched.validBytes() <= segmentBytes) {
        appendRun(buffer, index, fetched.validBytes(), logEndOffset, nowMs);
      } else {
        // More than a segment may hold: batch by batch, each where it fits.
        long next = logEndOffset;
        Records each = new Records().wrap(buffer, index, fetched.validBytes());
        while (each.next()) {
          next = appendRun(buffer, each.index(), each.sizeInBytes(), next, nowMs);
        }
      }
    } catch (InvalidRecordException e) {
      throw new IllegalStateException(
          "batch changed while it was appended to " + topicPartition, e);
    }
    return AppendResult.appended(
        fetched.firstOffset(), fetched.nextOffset() - 1, RecordBatch.NO_TIMESTAMP, logStartOffset);
  }

  /** Returns the offset after the run. */
  private long appendRun(ByteBuf buffer, int index, int length, long from, long nowMs)
      throws InvalidRecordException {
    long next = from;
    TimestampOffset largest = TimestampOffset.NONE;
    for (records.wrap(buffer, index, length); records.next(); ) {
      next = records.lastOffset() + 1;
      if (records.maxTimestamp() > largest.timestamp()) {
        largest = new TimestampOffset(records.maxTimestamp(), next - 1);
      }
    }
    if (length > 0) {
      writer.stage(buffer.slice(index, length), next, largest, nowMs);
    }
    return next;
  }
}
