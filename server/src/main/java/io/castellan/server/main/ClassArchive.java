package io.castellan.server.main;

import io.castellan.server.Node;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.ZooCfg;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Starts both sides in an empty directory and ends at once, so that a JVM with {@code
 * -XX:ArchiveClassesAtExit} archives the classes that every start loads. The scripts run it once
 * for each build. Argument: the directory.
 */
public final class ClassArchive {
  private ClassArchive() {}

  /** Starts, ends, and leaves the rest to the JVM. */
  public static void main(String[] arguments) throws Exception {
    Path dir = Path.of(arguments[0]);
    int port = freePort();
    Path zooCfg =
        Files.writeString(
            dir.resolve("zoo.cfg"),
            "dataDir="
                + dir.resolve("zookeeper")
                + "\nclientPort="
                + port
                + "\nclientPortAddress=127.0.0.1\n");
    Path properties =
        Files.writeString(
            dir.resolve("server.properties"),
            "log.dirs="
                + dir.resolve("kafka")
                + "\nlisteners=PLAINTEXT://127.0.0.1:0\nzookeeper.connect=127.0.0.1:"
                + port
                + "\n");
    Node.start(ZooCfg.load(zooCfg, Map.of()), BrokerConfig.load(properties, List.of())).close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
