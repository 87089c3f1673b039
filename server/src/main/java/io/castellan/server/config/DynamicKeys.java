package io.castellan.server.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of a broker's keys act when the cluster changes them while it runs (KIP-226): those that
 * topics inherit, and the limits of connections. What stock could change beside them is refused, so
 * that nobody believes it changed.
 */
public final class DynamicKeys {
  private static final List<String> OF_CONNECTIONS =
      List.of(
          "max.connections",
          "max.connections.per.ip",
          "max.connections.per.ip.overrides",
          "max.connection.creation.rate");

  private static final Set<String> OF_LISTENERS =
      Set.of("max.connections", "max.connection.creation.rate");

  /** Elections are held when brokers come and go, not when this changes. */
  private static final String UNCLEAN_ELECTION = "unclean.leader.election.enable";

  private static final Set<String> ACTING = acting();

  private DynamicKeys() {}

  private static Set<String> acting() {
    Set<String> acting = new HashSet<>(OF_CONNECTIONS);
    for (ConfigKey topicKey : ConfigTable.topic().keys()) {
      for (String name : topicKey.inherits()) {
        ConfigKey key = ConfigTable.broker().get(name);
        if (!key.isReadOnly() && key.effect() == KeyEffect.OBEYED) {
          acting.add(name);
        }
      }
    }
    acting.remove(UNCLEAN_ELECTION);
    return Set.copyOf(acting);
  }

  /** Whether a known key, be it one listener's, acts at once when it is set for a broker. */
  public static boolean acts(String name) {
    String key = Settings.withoutListener(name);
    return name.equals(key) ? ACTING.contains(key) : OF_LISTENERS.contains(key);
  }

  /** Whether a name is no key of stock's, but perhaps one of a plug-in. */
  public static boolean isUnknown(String name) {
    return ConfigTable.broker().find(Settings.withoutListener(name)) == null;
  }
}
