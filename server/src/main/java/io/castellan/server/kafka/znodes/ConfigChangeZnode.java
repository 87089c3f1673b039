package io.castellan.server.kafka.znodes;

import org.jspecify.annotations.Nullable;

/**
 * {@code /config/changes/config_change_<n>}: the word to all brokers that an entity's settings have
 * changed and are to be read again.
 */
public final class ConfigChangeZnode {
  /** The parent of the notifications. */
  public static final String PARENT = "/config/changes";

  /** What a notification's name starts with. */
  public static final String NAME_PREFIX = "config_change_";

  /** What a notification's path starts with. */
  public static final String PREFIX = PARENT + "/" + NAME_PREFIX;

  private ConfigChangeZnode() {}

  /**
   * The contents, version 2.
   *
   * @param entityPath such as {@code topics/t} or {@code brokers/<default>}
   */
  public static byte[] write(String entityPath) {
    return JsonText.object(
        json -> {
          json.writeNumberField("version", 2);
          json.writeStringField("entity_path", entityPath);
        });
  }

  /**
   * Reads any version: which entity changed, such as {@code topics/t}.
   *
   * @return null for what says nothing that we understand; the reader must not stumble over it
   */
  public static @Nullable String read(String path, byte @Nullable [] data) {
    Object value;
    try {
      value = JsonObject.parseValue(path, data);
    } catch (ZnodeFormatException unreadable) {
      return null;
    }
    if (value instanceof String topic) {
      return "topics/" + topic; // 0.8
    }
    if (!(value instanceof JsonObject json)) {
      return null;
    }
    String entityPath = json.textOrNull("entity_path");
    if (entityPath != null) {
      return entityPath;
    }
    String type = json.textOrNull("entity_type"); // 0.9
    String name = json.textOrNull("entity_name");
    return type == null || name == null ? null : type + "/" + name;
  }

  /** The number of a notification, by which they are ordered; -1 when the name has none. */
  public static long sequence(String name) {
    if (!name.startsWith(NAME_PREFIX)) {
      return -1;
    }
    try {
      return Long.parseLong(name.substring(NAME_PREFIX.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
