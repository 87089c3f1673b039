package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.TimestampType;
import io.castellan.server.config.RecordConversion;
import io.castellan.server.config.TopicConfig;

/**
 * What a log needs to know of its topic's configuration. Immutable; a change replaces it.
 *
 * @param cleanupDelete whether old segments are deleted by age and size ({@code cleanup.policy}
 *     contains {@code delete})
 * @param cleanupCompact whether the log is compacted, so that every record needs a key ({@code
 *     cleanup.policy} contains {@code compact})
 * @param deleteRetentionMs how long a tombstone stays after the compaction that could drop it
 * @param minCleanableDirtyRatio how much of a compacted log must be dirty before it is compacted
 * @param minCompactionLagMs how old records must be before they are compacted
 * @param maxCompactionLagMs how old records may become before they are compacted
 * @param compressionType the codec in which the log keeps batches, {@code producer} for whichever
 *     they came in
 * @param segmentBytes a segment is closed before it would grow larger than this
 * @param segmentMs a segment is closed when its first record is older than this
 * @param segmentJitterMs up to this much is taken off {@code segmentMs} at random, so that
 *     partitions do not all roll at once
 * @param segmentIndexBytes the largest size of an index file; a full one closes its segment
 * @param indexIntervalBytes how many bytes of log lie between two index entries at least
 * @param maxMessageBytes the largest batch, compressed
 * @param retentionBytes the size to which a partition is trimmed, -1 for any
 * @param retentionMs the age after which records may go, -1 for any
 * @param flushMessages after how many records an append waits for the disk
 * @param flushMs after how long unflushed records are forced to disk
 * @param fileDeleteDelayMs how long a deleted file stays, renamed
 * @param timestampType what the records' timestamps mean
 * @param timestampBeforeMaxMs how far a producer's timestamp may lie behind the broker's clock
 * @param timestampAfterMaxMs how far it may lie ahead
 * @param preallocate whether a new segment's file gets its full size at once
 * @param minInsyncReplicas how many replicas must be in sync for {@code acks=all}
 * @param conversion how records are compressed anew and converted
 */
public record LogConfig(
    boolean cleanupDelete,
    boolean cleanupCompact,
    long deleteRetentionMs,
    double minCleanableDirtyRatio,
    long minCompactionLagMs,
    long maxCompactionLagMs,
    String compressionType,
    int segmentBytes,
    long segmentMs,
    long segmentJitterMs,
    int segmentIndexBytes,
    int indexIntervalBytes,
    int maxMessageBytes,
    long retentionBytes,
    long retentionMs,
    long flushMessages,
    long flushMs,
    long fileDeleteDelayMs,
    TimestampType timestampType,
    long timestampBeforeMaxMs,
    long timestampAfterMaxMs,
    boolean preallocate,
    int minInsyncReplicas,
    RecordConversion conversion) {

  /** The value of {@code compression.type} that keeps a batch as it came. */
  public static final String PRODUCER_COMPRESSION = "producer";

  /** What a topic's settings, already read and checked, say to a log. */
  public static LogConfig of(TopicConfig topic) {
    return new LogConfig(
        topic.delete(),
        topic.compact(),
        topic.deleteRetentionMs(),
        topic.minCleanableDirtyRatio(),
        topic.minCompactionLagMs(),
        topic.maxCompactionLagMs(),
        topic.compressionType(),
        topic.segmentBytes(),
        topic.segmentMs(),
        topic.segmentJitterMs(),
        topic.segmentIndexBytes(),
        topic.indexIntervalBytes(),
        topic.maxMessageBytes(),
        topic.retentionBytes(),
        topic.retentionMs(),
        topic.flushMessages(),
        topic.flushMs(),
        topic.fileDeleteDelayMs(),
        topic.logAppendTime() ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
        topic.timestampBeforeMaxMs(),
        topic.timestampAfterMaxMs(),
        topic.preallocate(),
        topic.minInsyncReplicas(),
        topic.conversion());
  }

  /**
   * The codec in which a batch is kept.
   *
   * @param sent the codec that it came in
   */
  public Compression targetCodec(Compression sent) {
    if (compressionType.equals(PRODUCER_COMPRESSION)) {
      return sent;
    }
    Compression wanted = Compression.ofName(compressionType);
    return wanted == null ? sent : wanted;
  }

  /** The level at which the broker compresses with a codec (KIP-390). */
  public int levelOf(Compression codec) {
    return switch (codec) {
      case NONE, SNAPPY -> codec.defaultLevel();
      case GZIP -> conversion.gzipLevel();
      case LZ4 -> conversion.lz4Level();
      case ZSTD -> conversion.zstdLevel();
    };
  }

  /**
   * The age at which a segment is closed: that of {@code segment.ms}, and of a compacted log no
   * later than its records have to be compacted, which those of the active segment never are.
   */
  public long rollMs() {
    return cleanupCompact ? Math.min(segmentMs, maxCompactionLagMs) : segmentMs;
  }

  /** Whether appended batches get the leader's time. */
  public boolean isLogAppendTime() {
    return timestampType == TimestampType.LOG_APPEND_TIME;
  }
}
