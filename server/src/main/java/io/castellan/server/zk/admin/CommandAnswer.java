package io.castellan.server.zk.admin;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  static final int FAILED = 500;
  private static final Logger log = LoggerFactory.getLogger(CommandAnswer.class);

  /**
   * What a command that only looks has found. Where its looking fails that is its own answer: on a
   * lane it would otherwise end the server.
   */
  static CommandAnswer lookedUp(Supplier<Map<String, @Nullable Object>> keys) {
    try {
      return of(keys.get());
    } catch (RuntimeException e) {
      log.error("admin command failed", e);
      return error(FAILED, "failed: see the server's log");
    }
  }

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
