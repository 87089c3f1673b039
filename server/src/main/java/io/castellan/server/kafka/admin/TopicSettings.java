package io.castellan.server.kafka.admin;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.config.ConfigException;
import io.castellan.server.config.ConfigKey;
import io.castellan.server.config.ConfigTable;
import io.castellan.server.config.Settings;
import io.castellan.server.config.TopicConfig;
import io.castellan.server.config.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which settings a topic may have, and how they are changed. */
public final class TopicSettings {

  /** What is to happen to a setting; the code is the request's. */
  public enum Operation {
    /** Give it a value. */
    SET,
    /** Let it have the default again. */
    DELETE,
    /** Add elements to its list. */
    APPEND,
    /** Remove elements from its list. */
    SUBTRACT;

    private static final Operation[] BY_CODE = values();

    /** The operation with this code; null when there is none. */
    public static @Nullable Operation fromCode(int code) {
      return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
  }

  private TopicSettings() {}

  /** Fails unless a topic may have these settings. */
  public static void check(Map<String, String> config, Settings broker) throws RefusedException {
    try {
      Settings settings = TopicConfig.settings(config, broker);
      long minLagMs = settings.getLong("min.compaction.lag.ms");
      long maxLagMs = settings.getLong("max.compaction.lag.ms");
      if (minLagMs > maxLagMs) {
        throw new RefusedException(
            ErrorCode.INVALID_CONFIG,
            "conflict topic config setting min.compaction.lag.ms ("
                + minLagMs
                + ") > max.compaction.lag.ms ("
                + maxLagMs
                + ")");
      }
    } catch (ConfigException e) {
      throw new RefusedException(ErrorCode.INVALID_CONFIG, String.valueOf(e.getMessage()));
    }
  }

  /** Fails like {@link #check}, with the words of the requests that alter settings. */
  public static void checkAltered(String topic, Map<String, String> config, Settings broker)
      throws RefusedException {
    for (String name : config.keySet()) {
      if (ConfigTable.topic().find(name) == null) {
        throw new RefusedException(ErrorCode.INVALID_CONFIG, "Unknown topic config name: " + name);
      }
    }
    try {
      check(config, broker);
    } catch (RefusedException e) {
      throw new RefusedException(
          ErrorCode.INVALID_CONFIG,
          "Invalid config value for resource ConfigResource(type=TOPIC, name='"
              + topic
              + "'): "
              + e.getMessage());
    }
  }

  /**
   * Change one setting.
   *
   * @param table the keys of what is changed, a topic or a broker
   * @param config its own settings, which are changed
   * @param value the operand; unused when the setting is deleted
   */
  public static void alter(
      ConfigTable table, Map<String, String> config, String name, Operation operation, String value)
      throws RefusedException {
    switch (operation) {
      case SET -> config.put(name, value);
      case DELETE -> config.remove(name);
      case APPEND -> {
        List<String> list = list(table, config, name, "append");
        for (String element : split(value)) {
          if (!list.contains(element)) {
            list.add(element);
          }
        }
        config.put(name, String.join(",", list));
      }
      case SUBTRACT -> {
        List<String> list = list(table, config, name, "subtract");
        split(value).forEach(list::remove);
        config.put(name, String.join(",", list));
      }
    }
  }

  private static List<String> list(
      ConfigTable table, Map<String, String> config, String name, String operation)
      throws RefusedException {
    ConfigKey key = table.find(name);
    if (key == null || key.type() != ValueType.LIST) {
      throw new RefusedException(
          ErrorCode.INVALID_CONFIG,
          "Config value " + operation + " is not allowed for config key: " + name);
    }
    String text = config.getOrDefault(name, key.defaultText() == null ? "" : key.defaultText());
    return split(text);
  }

  private static List<String> split(String text) {
    List<String> elements = new ArrayList<>();
    for (String element : text.split(",", -1)) {
      if (!element.isBlank()) {
        elements.add(element.strip());
      }
    }
    return elements;
  }

  /** A copy that may be changed, in the order of the keys. */
  public static Map<String, String> copy(Map<String, String> config) {
    return new TreeMap<>(config);
  }
}
