package io.castellan.server.kafka.log;

import io.castellan.server.config.ConfigTable;
import io.castellan.server.config.Settings;
import io.castellan.server.config.TopicConfig;
import java.util.Map;

/** Settings of logs for tests, on a broker that has none of its own. */
public final class TopicLogs {
  /** Of a topic without any. */
  public static final LogConfig DEFAULTS = with(Map.of());

  private TopicLogs() {}

  /** Of a topic with these. */
  public static LogConfig with(Map<String, String> topic) {
    return LogConfig.of(TopicConfig.of(topic, Settings.of(ConfigTable.broker(), Map.of())));
  }
}
