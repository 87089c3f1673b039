package io.castellan.server.config;

import java.util.List;

/**
 * The types of configuration values, and how stock reads each from text: trimmed, and without any
 * units.
 */
public enum ValueType {
  /** {@code true} or {@code false}, in any case; nothing else. */
  BOOLEAN(1),
  /** Text. */
  STRING(2),
  /** 32 bits. */
  INT(3),
  /** 16 bits. */
  SHORT(4),
  /** 64 bits. */
  LONG(5),
  /** A decimal number. */
  DOUBLE(6),
  /** Texts separated by commas, blanks around them dropped; empty text is the empty list. */
  LIST(7),
  /** The name of a class. */
  CLASS(8),
  /** Text that is never shown. */
  PASSWORD(9);

  private final int code;

  ValueType(int code) {
    this.code = code;
  }

  /** The number that stands for this type in a DescribeConfigs answer (KIP-569). */
  public int code() {
    return code;
  }

  /**
   * Reads a value.
   *
   * @return a Boolean, Integer, Short, Long, Double, {@code List<String>} or String
   * @throws ConfigException naming key, value (unless it is a password) and what was expected
   */
  Object parse(String key, String text) {
    String trimmed = text.trim();
    try {
      return switch (this) {
        case BOOLEAN -> parseBoolean(key, trimmed);
        case INT -> Integer.valueOf(trimmed);
        case SHORT -> Short.valueOf(trimmed);
        case LONG -> Long.valueOf(trimmed);
        case DOUBLE -> Double.valueOf(trimmed);
        case LIST -> trimmed.isEmpty() ? List.of() : List.of(trimmed.split("\\s*,\\s*", -1));
        case STRING, CLASS -> trimmed;
        case PASSWORD -> text;
      };
    } catch (NumberFormatException e) {
      throw ConfigException.invalid(key, trimmed, "Not a number of type " + this);
    }
  }

  private static Boolean parseBoolean(String key, String text) {
    if (text.equalsIgnoreCase("true")) {
      return Boolean.TRUE;
    }
    if (text.equalsIgnoreCase("false")) {
      return Boolean.FALSE;
    }
    throw ConfigException.invalid(key, text, "Expected value to be either true or false");
  }
}
