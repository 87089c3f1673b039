package io.castellan.server.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one topic's logs are kept: its own settings above the broker's.
 *
 * @param compact whether the policy compacts
 * @param delete whether the policy deletes old segments
 * @param deleteRetentionMs how long a tombstone stays in a compacted log
 * @param minCleanableDirtyRatio how much of a log must be uncompacted before it is compacted
 * @param minCompactionLagMs the shortest time that a record stays uncompacted
 * @param maxCompactionLagMs the longest time that it does
 * @param compressionType {@code producer} or a codec's name
 * @param fileDeleteDelayMs how long a removed file stays on disk
 * @param flushMessages how many records may be unforced
 * @param flushMs how long a record may be unforced
 * @param indexIntervalBytes about how many bytes lie between two index entries
 * @param maxMessageBytes the largest batch
 * @param logAppendTime whether records get the broker's time, and not the producer's
 * @param timestampBeforeMaxMs how far a record's time may lie in the past
 * @param timestampAfterMaxMs how far a record's time may lie in the future
 * @param minInsyncReplicas how many replicas must be in sync for acks=all
 * @param preallocate whether a new segment gets its full size at once
 * @param retentionBytes how much is kept; -1 for no limit
 * @param retentionMs how long it is kept; -1 for no limit
 * @param segmentBytes the size at which a segment rolls
 * @param segmentIndexBytes the size at which an index is full
 * @param segmentMs the age at which a segment rolls
 * @param segmentJitterMs by how much earlier, at random
 * @param conversion how records are compressed anew and converted
 */
public record TopicConfig(
    boolean compact,
    boolean delete,
    long deleteRetentionMs,
    double minCleanableDirtyRatio,
    long minCompactionLagMs,
    long maxCompactionLagMs,
    String compressionType,
    long fileDeleteDelayMs,
    long flushMessages,
    long flushMs,
    int indexIntervalBytes,
    int maxMessageBytes,
    boolean logAppendTime,
    long timestampBeforeMaxMs,
    long timestampAfterMaxMs,
    int minInsyncReplicas,
    boolean preallocate,
    long retentionBytes,
    long retentionMs,
    int segmentBytes,
    int segmentIndexBytes,
    long segmentMs,
    long segmentJitterMs,
    RecordConversion conversion) {

  /**
   * The configuration of a topic.
   *
   * @param overrides the topic's own settings, as they stand in its znode
   * @param broker the settings of the broker that the rest is inherited from
   * @throws ConfigException naming key, value and expectation, or the unknown key
   */
  public static TopicConfig of(Map<String, String> overrides, Settings broker) {
    Settings topic = settings(overrides, broker);
    List<String> policies = topic.getList("cleanup.policy");
    return new TopicConfig(
        policies.contains("compact"),
        policies.contains("delete"),
        topic.getLong("delete.retention.ms"),
        topic.getDouble("min.cleanable.dirty.ratio"),
        topic.getLong("min.compaction.lag.ms"),
        topic.getLong("max.compaction.lag.ms"),
        topic.getText("compression.type"),
        topic.getLong("file.delete.delay.ms"),
        topic.getLong("flush.messages"),
        topic.getLong("flush.ms"),
        topic.getInt("index.interval.bytes"),
        topic.getInt("max.message.bytes"),
        topic.getText("message.timestamp.type").equals("LogAppendTime"),
        timestampLimit(topic, "message.timestamp.before.max.ms"),
        timestampLimit(topic, "message.timestamp.after.max.ms"),
        topic.getInt("min.insync.replicas"),
        topic.getBoolean("preallocate"),
        topic.getLong("retention.bytes"),
        topic.getLong("retention.ms"),
        topic.getInt("segment.bytes"),
        topic.getInt("segment.index.bytes"),
        topic.getLong("segment.ms"),
        topic.getLong("segment.jitter.ms"),
        RecordConversion.of(topic));
  }

  /**
   * Those of a topic's stored settings that can be used. Keys that are not known are passed over in
   * silence, as another release may have written them.
   *
   * @param onProblem told of each value that cannot be, in one line that names key and value
   */
  public static Map<String, String> usable(Map<String, String> stored, Consumer<String> onProblem) {
    Map<String, String> usable = new TreeMap<>();
    stored.forEach(
        (name, text) -> {
          ConfigKey key = ConfigTable.topic().find(name);
          if (key != null) {
            try {
              key.parse(text);
              usable.put(name, text);
            } catch (ConfigException e) {
              onProblem.accept(e.getMessage());
            }
          }
        });
    return usable;
  }

  /**
   * A topic's settings above what it inherits; {@link Settings#text} gives the effective value of
   * any key.
   *
   * @throws ConfigException naming key, value and expectation, or the unknown key
   */
  public static Settings settings(Map<String, String> overrides, Settings broker) {
    for (String name : overrides.keySet()) {
      if (ConfigTable.topic().find(name) == null) {
        throw new ConfigException("Unknown topic config name: " + name);
      }
    }
    return Settings.of(ConfigTable.topic(), overrides, key -> inherited(key, broker));
  }

  /**
   * KIP-937: the limits before and after win over the older one, unless they are left at no limit.
   */
  private static long timestampLimit(Settings topic, String name) {
    long limit = topic.getLong(name);
    return limit != Long.MAX_VALUE ? limit : topic.getLong("message.timestamp.difference.max.ms");
  }

  /** What a topic's key takes over from the broker, in the topic's unit. */
  static @Nullable String inherited(ConfigKey key, Settings broker) {
    String brokerKey = inheritedFrom(key, broker);
    if (brokerKey == null) {
      return key.defaultText();
    }
    String text = broker.text(brokerKey);
    if (text == null) {
      return null;
    }
    long unitMs =
        brokerKey.endsWith(".hours") ? 3_600_000 : brokerKey.endsWith(".minutes") ? 60_000 : 0;
    if (unitMs == 0) {
      return text;
    }
    long value = Long.parseLong(text.trim());
    return Long.toString(value < 0 ? -1 : value * unitMs);
  }

  /**
   * The broker key that decides: the first that is set, or else the last; null when nothing is
   * inherited.
   */
  static @Nullable String inheritedFrom(ConfigKey key, Settings broker) {
    String last = null;
    for (String name : key.inherits()) {
      if (broker.isSet(name)) {
        return name;
      }
      last = name;
    }
    return last;
  }
}
