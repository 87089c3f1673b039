package io.castellan.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What server.properties says, one record per concern.
 *
 * @param settings every key as set, for DescribeConfigs and for what has no record of its own
 */
public record BrokerConfig(
    Settings settings,
    BrokerIdentity identity,
    ListenerSettings listeners,
    SocketLimits sockets,
    ZooKeeperConnect zooKeeper,
    LogSettings logs,
    CleanerSettings cleaner,
    TopicConfig topicDefaults,
    TopicCreation topicCreation,
    ControllerSettings controller,
    FetchLimits fetch,
    ProducerStateSettings producers,
    GroupSettings groups,
    OffsetsSettings offsets) {

  /**
   * Reads a server.properties.
   *
   * @param overrides {@code key=value} pairs from the command line; each wins over the file
   * @throws ConfigException in one line that names the file or the key
   */
  public static BrokerConfig load(Path file, List<String> overrides) {
    Map<String, String> entries = PropertiesFile.read(file);
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals <= 0) {
        throw new ConfigException("--override: " + override + " (expected: key=value)");
      }
      entries.put(override.substring(0, equals).trim(), override.substring(equals + 1));
    }
    try {
      return of(entries);
    } catch (ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage());
    }
  }

  /**
   * Takes the entries of a server.properties apart.
   *
   * @throws ConfigException in one line that names the key
   */
  public static BrokerConfig of(Map<String, String> entries) {
    Settings settings = Settings.of(ConfigTable.broker(), withBothIds(entries));
    if (settings.isSet("process.roles")) {
      throw new ConfigException(
          "process.roles: "
              + entries.get("process.roles")
              + " (expected: unset, and zookeeper.connect set: brokers keep their metadata in"
              + " ZooKeeper here, not in KRaft)");
    }
    return new BrokerConfig(
        settings,
        BrokerIdentity.of(settings),
        ListenerSettings.of(settings),
        SocketLimits.of(settings),
        ZooKeeperConnect.of(settings),
        LogSettings.of(settings),
        CleanerSettings.of(settings),
        TopicConfig.of(Map.of(), settings),
        TopicCreation.of(settings),
        ControllerSettings.of(settings),
        FetchLimits.of(settings),
        ProducerStateSettings.of(settings),
        GroupSettings.of(settings),
        OffsetsSettings.of(settings));
  }

  /**
   * broker.id and node.id are one setting under two names, and stock tells both when one is set.
   */
  private static Map<String, String> withBothIds(Map<String, String> entries) {
    Map<String, String> all = new TreeMap<>(entries);
    String brokerId = entries.get("broker.id");
    String nodeId = entries.get("node.id");
    if (brokerId != null) {
      all.putIfAbsent("node.id", brokerId);
    } else if (nodeId != null) {
      all.put("broker.id", nodeId);
    }
    return all;
  }

  /** What an operator should be told about the keys of this file. */
  public KeyReport report() {
    return KeyReport.of(settings);
  }
}
