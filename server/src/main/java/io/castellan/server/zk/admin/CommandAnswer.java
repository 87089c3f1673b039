package io.castellan.server.zk.admin;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command answers.
 *
 * @param status of HTTP; most errors of commands are a 200 with a text
 * @param keys the command's own keys, in order
 * @param error what went wrong, or null
 * @param headers of HTTP
 * @param file to be sent instead of the keys, or null
 */
record CommandAnswer(
    int status,
    Map<String, @Nullable Object> keys,
    @Nullable String error,
    Map<String, String> headers,
    @Nullable Path file) {
  static final int OK = 200;

  static CommandAnswer of(Map<String, @Nullable Object> keys) {
    return new CommandAnswer(OK, keys, null, Map.of(), null);
  }

  static CommandAnswer of(String key, @Nullable Object value) {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put(key, value);
    return of(keys);
  }

  static CommandAnswer done() {
    return of(new LinkedHashMap<>());
  }

  static CommandAnswer error(String error) {
    return error(OK, error);
  }

  static CommandAnswer error(int status, @Nullable String error) {
    return new CommandAnswer(status, new LinkedHashMap<>(), error, Map.of(), null);
  }
}
