package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.Record;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.TimestampType;
import io.castellan.server.kafka.log.AppendResult.RecordError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of each record of an append, of whatever format: a key where the topic is
 * compacted, and a timestamp within bounds. It also gathers the largest timestamp.
 *
 * <p>For one append; one thread.
 */
final class RecordChecks {
  /** As many wrong records as one answer lists. */
  private static final int MAX_RECORD_ERRORS = 100;

  private final LogConfig config;
  private final long nowMs;
  private final boolean needsKey;
  private final boolean boundTime;
  private List<RecordError> errors = List.of();
  private ErrorCode error = ErrorCode.NONE;
  private long maxTimestamp = RecordBatch.NO_TIMESTAMP;

  /**
   * @param boundTime whether the timestamps are a producer's and will be kept
   * @param needsKey whether every record needs a key
   */
  RecordChecks(LogConfig config, boolean boundTime, boolean needsKey, long nowMs) {
    this.config = config;
    this.boundTime = boundTime;
    this.needsKey = needsKey;
    this.nowMs = nowMs;
  }

  /**
   * Looks at the next record.
   *
   * @param index its place in the append, from 0
   * @param claimed what its timestamp means, as the sender has marked it
   */
  void check(int index, Record record, TimestampType claimed) {
    maxTimestamp = Math.max(maxTimestamp, record.timestamp());
    String wrong = null;
    if (needsKey && record.keySize() < 0) {
      wrong = "key: none (expected: one, as the topic is compacted)";
      error = error == ErrorCode.NONE ? ErrorCode.INVALID_RECORD : error;
    } else if (boundTime
        && (claimed != TimestampType.CREATE_TIME || isOutOfBounds(record.timestamp()))) {
      wrong =
          claimed != TimestampType.CREATE_TIME
              ? "timestamp type: LogAppendTime (expected: CreateTime from a producer)"
              : "timestamp: "
                  + record.timestamp()
                  + " (expected: within "
                  + config.timestampBeforeMaxMs()
                  + " ms before and "
                  + config.timestampAfterMaxMs()
                  + " ms after "
                  + nowMs
                  + ")";
      // Wins over a missing key, as in stock.
      error = ErrorCode.INVALID_TIMESTAMP;
    }
    if (wrong != null && errors.size() < MAX_RECORD_ERRORS) {
      errors = errors.isEmpty() ? new ArrayList<>() : errors;
      errors.add(new RecordError(index, wrong));
    }
  }

  private boolean isOutOfBounds(long timestamp) {
    return timestamp != RecordBatch.NO_TIMESTAMP
        && (nowMs - timestamp > config.timestampBeforeMaxMs()
            || timestamp - nowMs > config.timestampAfterMaxMs());
  }

  /** The largest timestamp seen; -1 if none. */
  long maxTimestamp() {
    return maxTimestamp;
  }

  /** What the whole append is refused with, null if every record is right. */
  BatchValidator.@Nullable Verdict refusal() {
    return error == ErrorCode.NONE
        ? null
        : new BatchValidator.Verdict(
            error, "one or more records have been rejected", errors, 0, 1, maxTimestamp, null);
  }
}
