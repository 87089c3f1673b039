package io.castellan.server.zk.admin;

import io.castellan.server.config.TextRelease;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code envi} tells. */
final class Environment {
  private static final List<String> PROPERTIES =
      List.of(
          "java.version",
          "java.vendor",
          "java.home",
          "java.class.path",
          "java.library.path",
          "java.io.tmpdir",
          "java.compiler",
          "os.name",
          "os.arch",
          "os.version",
          "user.name",
          "user.home",
          "user.dir");
  private static final int BYTES_PER_MB = 1024 * 1024;

  private Environment() {}

  static String text(TextRelease texts) {
    StringBuilder text = new StringBuilder("Environment:\n");
    Map<String, @Nullable Object> keys = keys();
    keys.put("zookeeper.version", ServerVersion.in(texts));
    if (!texts.isFrom(TextRelease.R3_5)) {
      keys.keySet().removeIf(key -> key.startsWith("os.memory."));
    }
    keys.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString();
  }

  static Map<String, @Nullable Object> keys() {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("zookeeper.version", ServerVersion.TEXT);
    keys.put("host.name", hostName());
    for (String property : PROPERTIES) {
      keys.put(property, System.getProperty(property, "<NA>"));
    }
    Runtime runtime = Runtime.getRuntime();
    keys.put("os.memory.free", megabytes(runtime.freeMemory()));
    keys.put("os.memory.max", megabytes(runtime.maxMemory()));
    keys.put("os.memory.total", megabytes(runtime.totalMemory()));
    return keys;
  }

  private static String megabytes(long bytes) {
    return bytes / BYTES_PER_MB + "MB";
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      return "<NA>";
    }
  }
}
