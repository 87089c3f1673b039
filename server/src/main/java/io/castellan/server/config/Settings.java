package io.castellan.server.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of one table's keys: what was set, above the defaults. Immutable.
 *
 * <p>Every set value is checked when an instance is made, so a typed getter cannot fail on what an
 * operator wrote. Asking for a key that the table has not, or by the wrong type, is an error of the
 * program.
 */
public final class Settings {
  private static final String LISTENER_PREFIX = "listener.name.";

  private final ConfigTable table;
  private final Map<String, String> originals;
  private final Function<ConfigKey, @Nullable String> defaults;

  private Settings(
      ConfigTable table,
      Map<String, String> originals,
      Function<ConfigKey, @Nullable String> defaults) {
    this.table = table;
    this.originals = Collections.unmodifiableMap(new TreeMap<>(originals));
    this.defaults = defaults;
    originals.forEach(this::check);
  }

  /**
   * Values above a table's own defaults.
   *
   * @param originals what was set, as text; unknown keys are kept and not checked
   * @throws ConfigException naming the first key whose value is wrong
   */
  public static Settings of(ConfigTable table, Map<String, String> originals) {
    return new Settings(table, originals, ConfigKey::defaultText);
  }

  /** The same, above defaults that come from elsewhere. */
  static Settings of(
      ConfigTable table,
      Map<String, String> originals,
      Function<ConfigKey, @Nullable String> defaults) {
    return new Settings(table, originals, defaults);
  }

  private void check(String name, String text) {
    ConfigKey key = table.find(withoutListener(name));
    if (key != null) {
      key.parse(text);
    }
  }

  /**
   * The key behind {@code listener.name.<listener>.<key>}, which has the same type and range;
   * others as they are.
   */
  static String withoutListener(String name) {
    int dot = name.startsWith(LISTENER_PREFIX) ? name.indexOf('.', LISTENER_PREFIX.length()) : -1;
    return dot < 0 ? name : name.substring(dot + 1);
  }

  /** The listener in {@code listener.name.<listener>.<key>}; null in other names. */
  static @Nullable String listenerOf(String name) {
    int dot = name.startsWith(LISTENER_PREFIX) ? name.indexOf('.', LISTENER_PREFIX.length()) : -1;
    return dot < 0 ? null : name.substring(LISTENER_PREFIX.length(), dot);
  }

  /** A text as the value of a key, which was checked when this instance was made. */
  Object parse(String name, String text) {
    return table.get(name).type().parse(name, text);
  }

  /** What was set, as text, by key; with passwords in it. */
  public Map<String, String> originals() {
    return originals;
  }

  /** The table that these values belong to. */
  public ConfigTable table() {
    return table;
  }

  /** Whether the key was set, and not to its default by leaving it out. */
  public boolean isSet(String name) {
    return originals.containsKey(name);
  }

  /** The value as text, or null when it is unset and has no default. */
  public @Nullable String text(String name) {
    String set = originals.get(name);
    return set != null ? set : defaults.apply(table.get(name));
  }

  /** The value of a key that may be unset. */
  public @Nullable String getString(String name) {
    return (String) value(name);
  }

  /** The value of a BOOLEAN key. */
  public boolean getBoolean(String name) {
    return (Boolean) required(name);
  }

  /** The value of an INT or SHORT key. */
  public int getInt(String name) {
    return ((Number) required(name)).intValue();
  }

  /** The value of a LONG, INT or SHORT key. */
  public long getLong(String name) {
    return ((Number) required(name)).longValue();
  }

  /** The value of a DOUBLE key. */
  public double getDouble(String name) {
    return ((Number) required(name)).doubleValue();
  }

  /** The value of a STRING key that always has one. */
  public String getText(String name) {
    return (String) required(name);
  }

  /** The value of a LIST key; empty when unset. */
  @SuppressWarnings("unchecked") // ValueType.LIST parses to a list of strings
  public List<String> getList(String name) {
    Object value = value(name);
    return value == null ? List.of() : (List<String>) value;
  }

  private @Nullable Object value(String name) {
    String text = text(name);
    // What was set has been checked, and some defaults of stock are outside their own range.
    return text == null ? null : table.get(name).type().parse(name, text);
  }

  private Object required(String name) {
    Object value = value(name);
    if (value == null) {
      throw new IllegalStateException("key without a value: " + name);
    }
    return value;
  }

  /** The names of the keys that were set; no values, for there may be passwords among them. */
  @Override
  public String toString() {
    return "Settings" + originals.keySet();
  }
}
