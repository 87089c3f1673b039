package io.castellan.server.kafka.znodes;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /config/<type>/<name>}: the settings of one entity that differ from the defaults. */
public final class ConfigZnode {
  /** The parent of the settings of topics. */
  public static final String TOPICS = "/config/topics";

  /** The parent of the settings of brokers. */
  public static final String BROKERS = "/config/brokers";

  /** The parent of the settings of users. */
  public static final String USERS = "/config/users";

  /** The parent of the settings of clients. */
  public static final String CLIENTS = "/config/clients";

  /** The parent of the settings of addresses. */
  public static final String IPS = "/config/ips";

  /** The name that stands for all entities of a type. */
  public static final String DEFAULT_ENTITY = "<default>";

  private ConfigZnode() {}

  /** The path of a topic's settings. */
  public static String topicPath(String topic) {
    return TOPICS + "/" + topic;
  }

  /** The path of a broker's settings; an empty name stands for all brokers. */
  public static String brokerPath(String brokerId) {
    return BROKERS + "/" + (brokerId.isEmpty() ? DEFAULT_ENTITY : brokerId);
  }

  /** The contents. */
  public static byte[] write(Map<String, String> config) {
    return JsonText.object(
        json -> {
          json.writeNumberField("version", 1);
          json.writeObjectFieldStart("config");
          for (var entry : config.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
          }
          json.writeEndObject();
        });
  }

  /**
   * Reads the contents; no data means no settings.
   *
   * @param path for the text of an error
   */
  public static Map<String, String> read(String path, byte @Nullable [] data) {
    Map<String, String> config = new TreeMap<>();
    if (data == null || data.length == 0) {
      return config;
    }
    JsonObject values = JsonObject.parse(path, data).object("config");
    for (String key : values.keys()) {
      config.put(key, values.text(key));
    }
    return config;
  }
}
