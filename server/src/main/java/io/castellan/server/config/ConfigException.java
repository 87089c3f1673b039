package io.castellan.server.config;

/**
 * A configuration that cannot be started with; the message is one line that names the file or key
 * and what it should be.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal with its text. */
  public ConfigException(String message) {
    super(message);
  }

  /** A refusal in the form that Kafka's tools show: key, value, expectation. */
  static ConfigException invalid(String key, String value, String expectation) {
    return new ConfigException(
        "Invalid value " + value + " for configuration " + key + ": " + expectation);
  }
}
