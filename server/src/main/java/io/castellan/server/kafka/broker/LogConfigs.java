package io.castellan.server.kafka.broker;

import io.castellan.kafka.protocol.record.TimestampType;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.TopicConfig;
import io.castellan.server.kafka.log.LogConfig;

/** What the logs go by, of the broker's configuration. */
final class LogConfigs {
  private LogConfigs() {}

  /** The settings of a topic that has none of its own. */
  static LogConfig defaults(BrokerConfig broker) {
    TopicConfig topic = broker.topicDefaults();
    return new LogConfig(
        topic.delete(),
        topic.compact(),
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
        broker.settings().getBoolean("unclean.leader.election.enable"));
  }
}
