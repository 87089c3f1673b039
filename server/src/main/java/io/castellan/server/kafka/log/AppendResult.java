package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.RecordBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an append, in the terms of a Produce answer.
 *
 * @param error {@code NONE} if the records are in the log, now or since an earlier attempt
 * @param message what was wrong, null if nothing was
 * @param recordErrors which records were wrong, if it was single ones (KIP-467)
 * @param firstOffset the first record's offset, -1 on an error
 * @param lastOffset the last record's offset, -1 on an error
 * @param logAppendTimeMs when the leader appended them, -1 unless the topic keeps that time
 * @param logStartOffset the partition's first offset at the time
 * @param duplicate whether they were in the log already (KIP-98): the offsets are those of then
 */
public record AppendResult(
    ErrorCode error,
    @Nullable String message,
    List<RecordError> recordErrors,
    long firstOffset,
    long lastOffset,
    long logAppendTimeMs,
    long logStartOffset,
    boolean duplicate) {

  /**
   * A record that is wrong.
   *
   * @param batchIndex its place in the batch, from 0
   * @param message what is wrong with it
   */
  public record RecordError(int batchIndex, String message) {}

  /** Whether the records are in the log. */
  public boolean isAppended() {
    return error == ErrorCode.NONE;
  }

  static AppendResult appended(
      long firstOffset, long lastOffset, long logAppendTimeMs, long logStartOffset) {
    return new AppendResult(
        ErrorCode.NONE,
        null,
        List.of(),
        firstOffset,
        lastOffset,
        logAppendTimeMs,
        logStartOffset,
        false);
  }

  static AppendResult duplicate(
      long firstOffset, long lastOffset, long logAppendTimeMs, long logStartOffset) {
    return new AppendResult(
        ErrorCode.NONE,
        null,
        List.of(),
        firstOffset,
        lastOffset,
        logAppendTimeMs,
        logStartOffset,
        true);
  }

  static AppendResult refused(
      ErrorCode error, String message, List<RecordError> recordErrors, long logStartOffset) {
    return new AppendResult(
        error, message, recordErrors, -1, -1, RecordBatch.NO_TIMESTAMP, logStartOffset, false);
  }

  static AppendResult refused(ErrorCode error, String message, long logStartOffset) {
    return refused(error, message, List.of(), logStartOffset);
  }
}
