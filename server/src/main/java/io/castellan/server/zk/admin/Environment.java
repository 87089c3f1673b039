package io.castellan.server.zk.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The text of {@code envi}. */
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

  static String text() {
    StringBuilder text = new StringBuilder("Environment:\n");
    line(text, "zookeeper.version", ServerVersion.TEXT);
    line(text, "host.name", hostName());
    for (String property : PROPERTIES) {
      line(text, property, System.getProperty(property, "<NA>"));
    }
    Runtime runtime = Runtime.getRuntime();
    line(text, "os.memory.free", megabytes(runtime.freeMemory()));
    line(text, "os.memory.max", megabytes(runtime.maxMemory()));
    line(text, "os.memory.total", megabytes(runtime.totalMemory()));
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append('=').append(value).append('\n');
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
