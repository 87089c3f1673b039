package io.castellan.server.config;

import java.util.Map;
import java.util.TreeMap;

/**
 * The three places that a broker's values are set in.
 *
 * @param file server.properties
 * @param dynamicDefault what the cluster sets for all brokers
 * @param dynamicBroker what it sets for this one
 */
public record BrokerLayers(
    Settings file, Map<String, String> dynamicDefault, Map<String, String> dynamicBroker) {
  /** What stands for all brokers where a broker's name is asked for. */
  public static final String DEFAULT_NAME = "<default>";

  /** Nothing but the file. */
  public static BrokerLayers of(Settings file) {
    return new BrokerLayers(file, Map.of(), Map.of());
  }

  /**
   * The values that count.
   *
   * @throws ConfigException when a dynamic one is wrong
   */
  public Settings effective() {
    if (dynamicDefault.isEmpty() && dynamicBroker.isEmpty()) {
      return file;
    }
    Map<String, String> merged = new TreeMap<>(file.originals());
    merged.putAll(dynamicDefault);
    merged.putAll(dynamicBroker);
    return Settings.of(file.table(), merged);
  }
}
