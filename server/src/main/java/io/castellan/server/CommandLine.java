package io.castellan.server;

import io.castellan.server.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code run}.
 *
 * @param zooCfg the file of the ZooKeeper side, or null when that side does not start
 * @param serverProperties the file of the Kafka side, or null when that side does not start
 * @param overrides {@code key=value} pairs above server.properties
 */
record CommandLine(@Nullable Path zooCfg, @Nullable Path serverProperties, List<String> overrides) {

  /**
   * Reads {@code [--zoo-cfg FILE] [--server-properties FILE] [--override key=value]…}.
   *
   * @throws ConfigException naming the argument that is not understood
   */
  static CommandLine parse(List<String> arguments) {
    Path zooCfg = null;
    Path serverProperties = null;
    List<String> overrides = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      int equals = option.startsWith("--") ? option.indexOf('=') : -1;
      String name = equals < 0 ? option : option.substring(0, equals);
      String value = equals < 0 ? "" : option.substring(equals + 1);
      if (equals < 0) {
        if (i + 1 == arguments.size()) {
          throw new ConfigException(
              option + ": " + (isOption(name) ? "without a value" : "unknown argument"));
        }
        value = arguments.get(++i);
      }
      switch (name) {
        case "--zoo-cfg" -> zooCfg = Path.of(value);
        case "--server-properties" -> serverProperties = Path.of(value);
        case "--override" -> overrides.add(value);
        default -> throw new ConfigException(name + ": unknown argument");
      }
    }
    if (zooCfg == null && serverProperties == null) {
      throw new ConfigException(
          "nothing to run (expected: --zoo-cfg FILE, --server-properties FILE, or both)");
    }
    if (serverProperties == null && !overrides.isEmpty()) {
      throw new ConfigException(
          "--override: " + overrides.get(0) + " without --server-properties, which it overrides");
    }
    return new CommandLine(zooCfg, serverProperties, List.copyOf(overrides));
  }

  private static boolean isOption(String name) {
    return name.equals("--zoo-cfg")
        || name.equals("--server-properties")
        || name.equals("--override");
  }
}
