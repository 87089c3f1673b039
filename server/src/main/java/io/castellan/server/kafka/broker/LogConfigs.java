package io.castellan.server.kafka.broker;

import io.castellan.server.config.Settings;
import io.castellan.server.config.TopicConfig;
import io.castellan.server.kafka.log.LogConfig;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the logs of a topic go by: what its znode says, above the broker's configuration. */
final class LogConfigs {
  private static final Logger log = LoggerFactory.getLogger(LogConfigs.class);

  private LogConfigs() {}

  /**
   * The settings of a topic. A value that cannot be used is told and passed over by itself: without
   * the others, such as an unlimited retention, records could go that were meant to stay.
   *
   * @param stored the topic's own settings, as its znode has them
   */
  static LogConfig of(String topic, Map<String, String> stored, Settings broker) {
    Map<String, String> usable =
        TopicConfig.usable(
            stored,
            problem ->
                log.error(
                    "topic setting not usable, passed over topic={} reason={}", topic, problem));
    return LogConfig.of(TopicConfig.of(usable, broker));
  }
}
