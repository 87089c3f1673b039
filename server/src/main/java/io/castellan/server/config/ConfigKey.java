package io.castellan.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of a configuration file, as its table declares it.
 *
 * @param defaultText the default as it would stand in the file, or null when the key is unset
 *     without it
 * @param inherits for a topic's key, the broker keys whose values it takes over, the first that is
 *     set; otherwise empty
 * @param line the releases that know the key: {@code 3.9}, {@code internal} (3.9, which tells
 *     nobody), {@code 4} (4.x only) or {@code 2} (2.x and before)
 * @param meaning one sentence
 */
public record ConfigKey(
    String name,
    ValueType type,
    @Nullable String defaultText,
    KeyScope scope,
    Allowed allowed,
    List<String> inherits,
    String line,
    KeyEffect effect,
    String meaning) {

  /** Whether the value must not be shown. */
  public boolean isSensitive() {
    return type == ValueType.PASSWORD;
  }

  /** Whether the key can only be changed in the file. */
  public boolean isReadOnly() {
    return scope == KeyScope.READ_ONLY;
  }

  /**
   * Reads and checks a value.
   *
   * @throws ConfigException in stock's words: key, value, expectation
   */
  public Object parse(String text) {
    Object value = type.parse(name, text);
    String objection = allowed.objection(value);
    if (objection != null) {
      throw ConfigException.invalid(name, isSensitive() ? "[hidden]" : text.trim(), objection);
    }
    return value;
  }
}
