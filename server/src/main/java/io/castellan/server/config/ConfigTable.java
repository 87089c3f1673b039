package io.castellan.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A table of keys by name, for any thread. Read from a text resource beside this class, a line a
 * key, fields separated by {@code " | "}.
 *
 * <p>A line is taken apart when its key is first asked for: a start asks for a fifth of them, and
 * runs in an interpreter.
 */
public final class ConfigTable {
  private final Row row;
  private final Map<String, String> lines;
  private final Map<String, ConfigKey> parsed = new ConcurrentHashMap<>();

  private ConfigTable(Row row, Map<String, String> lines) {
    this.row = row;
    this.lines = lines;
  }

  /** The keys of server.properties. */
  public static ConfigTable broker() {
    return Broker.TABLE;
  }

  /** The keys of a topic. */
  public static ConfigTable topic() {
    return Topic.TABLE;
  }

  /** The keys of zoo.cfg, and the system properties of ZooKeeper under their full names. */
  public static ConfigTable zoo() {
    return Zoo.TABLE;
  }

  /** The key of that name, or null. */
  public @Nullable ConfigKey find(String name) {
    String line = lines.get(name);
    return line == null ? null : parsed.computeIfAbsent(name, n -> row.read(fields(line)));
  }

  /** The key of that name, which must exist. */
  public ConfigKey get(String name) {
    ConfigKey key = find(name);
    if (key == null) {
      throw new IllegalArgumentException("no such key: " + name);
    }
    return key;
  }

  /** All names, in the order of the table. */
  public Collection<String> names() {
    return Collections.unmodifiableSet(lines.keySet());
  }

  /** All keys, in the order of the table. */
  public List<ConfigKey> keys() {
    return lines.keySet().stream().map(this::get).toList();
  }

  /**
   * The key whose name is nearest to an unknown one, when it is near enough to have been meant;
   * otherwise null.
   */
  public @Nullable String nearest(String unknown) {
    return Spelling.nearest(unknown, lines.keySet());
  }

  // Each table is read when it is first asked for: a ZooKeeper alone never pays for the broker's.
  private static final class Broker {
    static final ConfigTable TABLE =
        load(
            "broker.keys",
            f -> key(f[0], f[1], f[2], f[3], f[4], "-", f[5], f[6], f.length > 7 ? f[7] : ""));
  }

  private static final class Topic {
    static final ConfigTable TABLE =
        load(
            "topic.keys", f -> key(f[0], f[1], f[2], "CLUSTER_WIDE", f[3], f[4], f[5], f[6], f[7]));
  }

  private static final class Zoo {
    static final ConfigTable TABLE =
        load(
            "zoo.keys",
            f ->
                key(
                    f[0],
                    f[1],
                    f[2],
                    "READ_ONLY",
                    f[3],
                    "-",
                    "3.9",
                    f[4],
                    f.length > 5 ? f[5] : ""));
  }

  private interface Row {
    ConfigKey read(String[] fields);
  }

  private static ConfigTable load(String resource, Row row) {
    Map<String, String> lines = new LinkedHashMap<>(1024);
    String text = text(resource);
    int end;
    for (int from = 0; from < text.length(); from = end + 1) {
      end = text.indexOf('\n', from);
      if (text.charAt(from) != '#') {
        String name = text.substring(from, text.indexOf(' ', from));
        if (lines.put(name, text.substring(from, end)) != null) {
          throw new IllegalStateException(resource + ": key twice: " + name);
        }
      }
    }
    return new ConfigTable(row, lines);
  }

  private static String text(String resource) {
    try (InputStream in = ConfigTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource missing from the class path: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] fields(String line) {
    List<String> fields = new ArrayList<>(8);
    int from = 0;
    for (int bar = line.indexOf(" | "); bar >= 0; bar = line.indexOf(" | ", from)) {
      fields.add(line.substring(from, bar));
      from = bar + 3;
    }
    String last = line.substring(from);
    fields.add(last.endsWith(" |") ? last.substring(0, last.length() - 2) : last);
    return fields.toArray(new String[0]);
  }

  private static ConfigKey key(
      String name,
      String type,
      String defaultText,
      String scope,
      String allowed,
      String inherits,
      String line,
      String effect,
      String meaning) {
    KeyEffect keyEffect = KeyEffect.valueOf(effect);
    return new ConfigKey(
        name,
        ValueType.valueOf(type),
        defaultText.equals("null") ? null : defaultText.equals("\"\"") ? "" : defaultText,
        KeyScope.valueOf(scope),
        Allowed.parse(allowed),
        inherits.equals("-") ? List.of() : List.of(inherits.split(",", -1)),
        line,
        keyEffect,
        meaning.isEmpty() ? "No effect here: " + keyEffect.reason() + "." : meaning);
  }
}
