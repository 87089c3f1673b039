package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.Record;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordReader;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.kafka.protocol.record.TimestampType;
import io.castellan.server.kafka.log.AppendResult.RecordError;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether what a producer or a coordinator has sent may be appended, and what must be
 * changed in it. Reads only; the answer is a {@link Verdict}.
 *
 * <p>A batch is kept as it came wherever that is right: its codec is the topic's and its records
 * count their offsets from 0 without gaps. Otherwise the caller writes it anew, as it does with
 * message sets of magic 0 and 1, which {@link LegacyValidator} judges. Offsets, leader epoch and
 * timestamp are assigned in place either way, by the caller.
 *
 * <p>Stateless apart from a reader that it reuses; one per thread.
 */
final class BatchValidator {
  /**
   * What is to become of records.
   *
   * @param error {@code NONE} if they may be appended
   * @param message what is wrong, null if nothing is
   * @param recordErrors which records are wrong
   * @param validBytes how many bytes of the buffer are whole batches
   * @param batchCount how many batches those are
   * @param maxTimestamp the largest timestamp of the records, where the leader has to find it out
   * @param rewriteTo the codec in which the batch must be written anew, null if it can stay
   */
  record Verdict(
      ErrorCode error,
      @Nullable String message,
      List<RecordError> recordErrors,
      int validBytes,
      int batchCount,
      long maxTimestamp,
      @Nullable Compression rewriteTo) {

    static Verdict refuse(ErrorCode error, String message) {
      return new Verdict(error, message, List.of(), 0, 0, RecordBatch.NO_TIMESTAMP, null);
    }
  }

  private static final ThreadLocal<BatchValidator> OF_THREAD =
      ThreadLocal.withInitial(BatchValidator::new);

  private final Records records = new Records();
  private final RecordReader reader = new RecordReader(RecordReader.Depth.SHAPE, 0);

  /** The calling thread's own. */
  static BatchValidator ofThread() {
    return OF_THREAD.get();
  }

  /** Judges the readable bytes of a buffer. */
  Verdict judge(ByteBuf buf, AppendOrigin origin, LogConfig config, long nowMs) {
    records.wrap(buf);
    Verdict verdict = null;
    int batches = 0;
    try {
      while (records.next()) {
        batches++;
        if (origin == AppendOrigin.CLIENT && batches > 1) {
          return Verdict.refuse(
              ErrorCode.INVALID_RECORD, "batches in one append: more than 1 (expected: exactly 1)");
        }
        if (records.magic() != RecordBatch.MAGIC) {
          if (origin == AppendOrigin.CLIENT) {
            return LegacyValidator.judge(records.wrap(buf), config, nowMs);
          }
          return Verdict.refuse(
              ErrorCode.INVALID_RECORD, "magic: " + records.magic() + " (expected: 2)");
        }
        RecordBatch batch = records.batch();
        Verdict refused = judgeHeader(batch, origin, config);
        if (refused != null) {
          return refused;
        }
        verdict = judgeRecords(batch, origin, config, nowMs);
        if (verdict.error != ErrorCode.NONE) {
          return verdict;
        }
      }
    } catch (InvalidRecordException e) {
      ErrorCode error =
          e.kind() == InvalidRecordException.Kind.CORRUPT
              ? ErrorCode.CORRUPT_MESSAGE
              : ErrorCode.INVALID_RECORD;
      return Verdict.refuse(error, String.valueOf(e.getMessage()));
    }
    if (verdict == null) {
      return Verdict.refuse(
          ErrorCode.INVALID_RECORD, "batches in one append: none (expected: exactly 1)");
    }
    return new Verdict(
        ErrorCode.NONE,
        null,
        List.of(),
        records.position(),
        batches,
        verdict.maxTimestamp,
        verdict.rewriteTo);
  }

  private static @Nullable Verdict judgeHeader(
      RecordBatch batch, AppendOrigin origin, LogConfig config) throws InvalidRecordException {
    if (origin == AppendOrigin.CLIENT && batch.baseOffset() != 0) {
      return Verdict.refuse(
          ErrorCode.INVALID_RECORD, "base offset: " + batch.baseOffset() + " (expected: 0)");
    }
    if (batch.sizeInBytes() > config.maxMessageBytes()) {
      return Verdict.refuse(
          ErrorCode.MESSAGE_TOO_LARGE,
          "batch size: "
              + batch.sizeInBytes()
              + " (expected: <= "
              + config.maxMessageBytes()
              + ")");
    }
    batch.ensureValid();
    if (batch.sizeInBytes() > config.segmentBytes()) {
      return Verdict.refuse(
          ErrorCode.RECORD_LIST_TOO_LARGE,
          "batch size: "
              + batch.sizeInBytes()
              + " (expected: <= segment.bytes "
              + config.segmentBytes()
              + ")");
    }
    int count = batch.recordsCount();
    int delta = batch.lastOffsetDelta();
    if (count <= 0) {
      return Verdict.refuse(
          ErrorCode.INVALID_RECORD, "records count: " + count + " (expected: > 0)");
    }
    if (delta != count - 1) {
      return Verdict.refuse(
          ErrorCode.INVALID_RECORD,
          "last offset delta: " + delta + " (expected: " + (count - 1) + ")");
    }
    if (origin == AppendOrigin.CLIENT && batch.isControl()) {
      return Verdict.refuse(
          ErrorCode.INVALID_RECORD, "control batch from a client (expected: none)");
    }
    if (origin == AppendOrigin.CLIENT && batch.hasProducerId() && batch.baseSequence() < 0) {
      return Verdict.refuse(
          ErrorCode.INVALID_RECORD,
          "base sequence: "
              + batch.baseSequence()
              + " (expected: >= 0 with producer id "
              + batch.producerId()
              + ")");
    }
    return null;
  }

  private Verdict judgeRecords(RecordBatch batch, AppendOrigin origin, LogConfig config, long nowMs)
      throws InvalidRecordException {
    Compression codec = codecOf(batch);
    RecordChecks checks =
        new RecordChecks(
            config,
            origin == AppendOrigin.CLIENT && !config.isLogAppendTime(),
            config.cleanupCompact() && !batch.isControl(),
            nowMs);
    TimestampType claimed = batch.timestampType();
    boolean inPlace = true;
    try {
      reader.maxExpandedBytes(config.conversion().maxDecompressedBytes());
      reader.open(batch);
      for (int i = 0; reader.next(); i++) {
        Record record = reader.record();
        inPlace &= record.offsetDelta() == i;
        checks.check(i, record, claimed);
      }
    } finally {
      reader.close();
    }
    Verdict refused = checks.refusal();
    if (refused != null) {
      return refused;
    }
    Compression wanted = config.targetCodec(codec);
    boolean keep = batch.isControl() || (inPlace && wanted == codec);
    return new Verdict(
        ErrorCode.NONE, null, List.of(), 0, 1, checks.maxTimestamp(), keep ? null : wanted);
  }

  private static Compression codecOf(RecordBatch batch) throws InvalidRecordException {
    Compression codec = batch.compression();
    if (codec == null) {
      throw new InvalidRecordException(
          InvalidRecordException.Kind.INVALID, batch.index(), "compression codec of no known id");
    }
    return codec;
  }
}
