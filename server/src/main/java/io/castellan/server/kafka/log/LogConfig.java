package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.TimestampType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a log needs to know of its topic's configuration. Immutable; a change replaces it.
 *
 * @param cleanupDelete whether old segments are deleted by age and size ({@code cleanup.policy}
 *     contains {@code delete})
 * @param cleanupCompact whether the log is compacted, so that every record needs a key ({@code
 *     cleanup.policy} contains {@code compact})
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
 * @param uncleanLeaderElection whether a replica that is not in sync may lead
 */
public record LogConfig(
    boolean cleanupDelete,
    boolean cleanupCompact,
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
    boolean uncleanLeaderElection) {

  /** The value of {@code compression.type} that keeps a batch as it came. */
  public static final String PRODUCER_COMPRESSION = "producer";

  /** What every key is when neither topic nor broker set it. */
  public static final LogConfig DEFAULTS =
      new LogConfig(
          true,
          false,
          PRODUCER_COMPRESSION,
          1 << 30,
          7 * 24 * 3_600_000L,
          0,
          10 << 20,
          4096,
          1024 * 1024 + 12,
          -1,
          7 * 24 * 3_600_000L,
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          60_000,
          TimestampType.CREATE_TIME,
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          false,
          1,
          false);

  /**
   * The configuration of a topic.
   *
   * @param overrides the topic's own keys, as its znode has them; keys that a log has no use for
   *     are passed over
   * @param defaults what the broker's own keys make of the rest
   * @throws IllegalArgumentException naming the key whose value cannot be
   */
  public static LogConfig fromMap(Map<String, String> overrides, LogConfig defaults) {
    Keys keys = new Keys(overrides);
    List<String> policy = keys.list("cleanup.policy");
    return new LogConfig(
        policy == null ? defaults.cleanupDelete : policy.contains("delete"),
        policy == null ? defaults.cleanupCompact : policy.contains("compact"),
        keys.text("compression.type", defaults.compressionType),
        keys.integer("segment.bytes", 14, defaults.segmentBytes),
        keys.number("segment.ms", 1, defaults.segmentMs),
        keys.number("segment.jitter.ms", 0, defaults.segmentJitterMs),
        keys.integer("segment.index.bytes", 4, defaults.segmentIndexBytes),
        keys.integer("index.interval.bytes", 0, defaults.indexIntervalBytes),
        keys.integer("max.message.bytes", 0, defaults.maxMessageBytes),
        keys.number("retention.bytes", Long.MIN_VALUE, defaults.retentionBytes),
        keys.number("retention.ms", -1, defaults.retentionMs),
        keys.number("flush.messages", 1, defaults.flushMessages),
        keys.number("flush.ms", 0, defaults.flushMs),
        keys.number("file.delete.delay.ms", 0, defaults.fileDeleteDelayMs),
        keys.timestampType(defaults.timestampType),
        timestampLimit(keys, "message.timestamp.before.max.ms", defaults.timestampBeforeMaxMs),
        timestampLimit(keys, "message.timestamp.after.max.ms", defaults.timestampAfterMaxMs),
        keys.flag("preallocate", defaults.preallocate),
        keys.integer("min.insync.replicas", 1, defaults.minInsyncReplicas),
        keys.flag("unclean.leader.election.enable", defaults.uncleanLeaderElection));
  }

  /** Whether appended batches get the leader's time. */
  public boolean isLogAppendTime() {
    return timestampType == TimestampType.LOG_APPEND_TIME;
  }

  // KIP-937: the old symmetric key counts only where the new one is not set.
  private static long timestampLimit(Keys keys, String name, long inherited) {
    long limit = keys.number(name, 0, inherited);
    return limit == Long.MAX_VALUE
        ? keys.number("message.timestamp.difference.max.ms", 0, limit)
        : limit;
  }

  /** A topic's overrides, read by type and range. */
  private record Keys(Map<String, String> overrides) {
    String text(String name, String inherited) {
      String value = overrides.get(name);
      return value == null ? inherited : value.trim().toLowerCase(Locale.ROOT);
    }

    @Nullable List<String> list(String name) {
      String value = overrides.get(name);
      return value == null ? null : List.of(value.trim().split("\\s*,\\s*"));
    }

    boolean flag(String name, boolean inherited) {
      String value = overrides.get(name);
      return value == null ? inherited : Boolean.parseBoolean(value.trim());
    }

    int integer(String name, int least, int inherited) {
      return (int) number(name, least, Integer.MAX_VALUE, inherited);
    }

    long number(String name, long least, long inherited) {
      return number(name, least, Long.MAX_VALUE, inherited);
    }

    private long number(String name, long least, long most, long inherited) {
      String value = overrides.get(name);
      if (value == null) {
        return inherited;
      }
      try {
        long number = Long.parseLong(value.trim());
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: a number)", e);
      }
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }

    TimestampType timestampType(TimestampType inherited) {
      String value = overrides.get("message.timestamp.type");
      if (value == null) {
        return inherited;
      }
      return switch (value.trim()) {
        case "CreateTime" -> TimestampType.CREATE_TIME;
        case "LogAppendTime" -> TimestampType.LOG_APPEND_TIME;
        default ->
            throw new IllegalArgumentException(
                "message.timestamp.type: " + value + " (expected: CreateTime or LogAppendTime)");
      };
    }
  }
}
