package io.castellan.server.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings the two sources of ZooKeeper's settings under the names of {@code zoo.keys}.
 *
 * <p>Stock turns a line {@code K=v} of zoo.cfg whose key it does not know into the system property
 * {@code zookeeper.K}, over one that the command line gave. So the file wins, and {@code snapCount}
 * in the file is {@code -Dzookeeper.snapCount}. A few properties have no prefix: those are read
 * from the command line only, and a line in the file is without effect.
 */
final class ZooKeys {
  private static final String PREFIX = "zookeeper.";
  private static final Set<String> COMMAND_LINE_ONLY =
      Set.of(
          "java.security.auth.login.config",
          "jute.maxbuffer",
          "readonlymode.enabled",
          "leader.nodelay",
          "follower.nodelay",
          "znode.container.checkIntervalMs",
          "znode.container.maxPerMinute",
          "znode.container.maxNeverUsedIntervalMs");

  private final ConfigTable table = ConfigTable.zoo();
  private final Map<String, String> values = new TreeMap<>();
  private final Map<KeyEffect, List<String>> withoutEffect = new EnumMap<>(KeyEffect.class);
  private final List<String> unknown = new ArrayList<>();

  ZooKeys(Map<String, String> entries, Map<String, String> systemProperties) {
    entries.forEach((name, value) -> addLine(name, value.trim()));
    systemProperties.forEach((name, value) -> addProperty(name, value.trim()));
  }

  /** The values by the names of the table. */
  Map<String, String> values() {
    return values;
  }

  /** What is to be said about the keys. */
  KeyReport report() {
    return new KeyReport(withoutEffect, unknown);
  }

  private void addLine(String name, String value) {
    if (name.startsWith("server.") || name.startsWith("group.") || name.startsWith("weight.")) {
      return; // they are read as they stand
    }
    if (COMMAND_LINE_ONLY.contains(name)) {
      unknown.add(name + " has no effect in zoo.cfg, in stock as here: give it as -D" + name);
    } else if (!name.startsWith(PREFIX) && table.find(name) != null) {
      add(name, name, value);
    } else if (table.find(PREFIX + name) != null) {
      add(PREFIX + name, name, value);
    } else {
      addByFamily(name, name, value);
    }
  }

  private void addProperty(String name, String value) {
    if (name.equals("fsync.warningthresholdms")) {
      addProperty(PREFIX + name, value); // ZooKeeper 3.4 reads it with and without the prefix.
    } else if (COMMAND_LINE_ONLY.contains(name)
        || (name.startsWith(PREFIX) && table.find(name) != null)) {
      if (!values.containsKey(name)) {
        add(name, "-D" + name, value);
      }
    } else if (name.startsWith(PREFIX)) {
      addByFamily(name.substring(PREFIX.length()), "-D" + name, value);
    }
  }

  private void add(String name, String asWritten, String value) {
    ConfigKey key = table.get(name);
    values.put(name, isNumber(key) && value.startsWith("0x") ? decoded(asWritten, value) : value);
    if (key.effect() != KeyEffect.OBEYED) {
      KeyReport.add(withoutEffect, key.effect(), asWritten);
    }
  }

  /** Keys with a number or a name of the operator's in them. */
  private void addByFamily(String name, String asWritten, String value) {
    if (name.startsWith("authProvider.") || name.startsWith("superUser.")) {
      values.putIfAbsent(PREFIX + name, value);
      if (AuthProviders.needsTls(value)) {
        KeyReport.add(withoutEffect, KeyEffect.ZOOKEEPER_TLS, asWritten);
      }
    } else if (name.startsWith("metricsProvider.")) {
      KeyReport.add(withoutEffect, KeyEffect.METRICS, asWritten);
    } else {
      unknown.add(
          asWritten.equals(name)
              ? sentence(name)
              : KeyReport.sentence(PREFIX + name, table)
                  .replaceFirst("unknown key ", "unknown system property -D"));
    }
  }

  private String sentence(String name) {
    List<String> names = new ArrayList<>();
    for (String known : table.names()) {
      names.add(known.startsWith(PREFIX) ? known.substring(PREFIX.length()) : known);
    }
    String nearest = Spelling.nearest(name, names);
    return "unknown key " + name + (nearest == null ? "" : ", perhaps " + nearest + " is meant");
  }

  private static boolean isNumber(ConfigKey key) {
    return key.type() == ValueType.INT || key.type() == ValueType.LONG;
  }

  /**
   * System properties are read by {@code Integer.getInteger} in stock, which takes 0x1fffff too.
   */
  private static String decoded(String name, String value) {
    try {
      return Long.decode(value).toString();
    } catch (NumberFormatException e) {
      throw ConfigException.invalid(name, value, "Not a number");
    }
  }
}
