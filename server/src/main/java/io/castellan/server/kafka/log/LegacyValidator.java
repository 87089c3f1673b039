package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.LegacyMessages;
import io.castellan.kafka.protocol.record.LegacyReader;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.kafka.protocol.record.TimestampType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a message set of magic 0 or 1, as producers before 0.11 send it, may be appended.
 * Its messages become one batch of magic 2, whatever their number, as with stock since 3.0.
 *
 * <p>A set is either any number of plain messages or one wrapper. Offsets in it are of no
 * importance: librdkafka and others sent wrong ones, and all are assigned anew.
 */
final class LegacyValidator {
  private LegacyValidator() {}

  /**
   * Judges all entries of an iteration that stands before its first one.
   *
   * @throws InvalidRecordException at bytes that are no entry
   */
  static BatchValidator.Verdict judge(Records entries, LogConfig config, long nowMs)
      throws InvalidRecordException {
    RecordChecks checks =
        new RecordChecks(config, !config.isLogAppendTime(), config.cleanupCompact(), nowMs);
    Compression sent = Compression.NONE;
    int count = 0;
    int index = 0;
    try (LegacyReader reader = new LegacyReader(BatchRewriter.maxRecordBytes(config))) {
      while (entries.next()) {
        count++;
        BatchValidator.Verdict refused = judgeEntry(entries, config);
        if (refused != null) {
          return refused;
        }
        LegacyMessages entry = entries.legacy();
        if (entry.isCompressed()) {
          Compression codec = entry.compression();
          sent = codec == null ? sent : codec;
        }
        if (count > 1 && sent != Compression.NONE) {
          return BatchValidator.Verdict.refuse(
              ErrorCode.INVALID_RECORD,
              "entries beside a compressed set: " + (count - 1) + " (expected: none)");
        }
        TimestampType claimed = entry.timestampType();
        for (reader.open(entry); reader.next(); index++) {
          checks.check(index, reader.record(), claimed);
        }
      }
    }
    if (count == 0) {
      return BatchValidator.Verdict.refuse(
          ErrorCode.INVALID_RECORD, "messages in one append: none (expected: one at least)");
    }
    BatchValidator.Verdict refused = checks.refusal();
    return refused != null
        ? refused
        : new BatchValidator.Verdict(
            ErrorCode.NONE,
            null,
            List.of(),
            entries.position(),
            1,
            checks.maxTimestamp(),
            config.targetCodec(sent));
  }

  private static BatchValidator.@Nullable Verdict judgeEntry(Records entries, LogConfig config)
      throws InvalidRecordException {
    if (entries.magic() >= RecordBatch.MAGIC) {
      return BatchValidator.Verdict.refuse(
          ErrorCode.INVALID_RECORD,
          "magic: " + entries.magic() + " after messages of an older one (expected: 0 or 1)");
    }
    if (entries.sizeInBytes() > config.maxMessageBytes()) {
      return BatchValidator.Verdict.refuse(
          ErrorCode.MESSAGE_TOO_LARGE,
          "message size: "
              + entries.sizeInBytes()
              + " (expected: <= "
              + config.maxMessageBytes()
              + ")");
    }
    entries.ensureValid();
    return null;
  }
}
