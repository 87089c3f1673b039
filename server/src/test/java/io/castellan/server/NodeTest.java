package io.castellan.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.ZooCfg;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a node serves for as long as it is open, and is not asked itself
class NodeTest {
  @TempDir Path directory;

  @Test
  void aBrokerReachesTheZooKeeperOfItsOwnProcessWithoutASocket() throws Exception {
    int port = freePort();
    for (int start = 0; start < 2; start++) {
      try (Node node = Node.start(zooKeeper(port), broker("localhost:" + port, "logs"))) {
        String connections = word(port, "cons");
        assertTrue(connections.contains("/127.0.0.1:0["), connections);
      }
    }
  }

  @Test
  void aBrokerReachesAnyOtherNameOverTcp() throws Exception {
    int port = freePort();
    try (Node node = Node.start(zooKeeper(port), broker("127.0.0.2:" + port, "logs"))) {
      String connections = word(port, "cons");
      assertFalse(connections.contains("/127.0.0.1:0["), connections);
      assertTrue(connections.contains("sid="), connections);
    }
  }

  @Test
  void whatKeepsItFromStartingIsOneLineAndNothingStaysOpen() throws Exception {
    int port = freePort();
    BrokerConfig config = broker("localhost:" + port, "logs");
    try (Node node = Node.start(zooKeeper(port), config)) {
      StartException refused = assertThrows(StartException.class, () -> Node.start(null, config));
      assertEquals(
          directory.resolve("logs") + ": directory is in use: another process holds .lock",
          refused.getMessage());
      ZooCfg samePort =
          ZooCfg.of(
              Map.of("dataDir", directory.resolve("other").toString(), "clientPort", "" + port),
              Map.of());
      for (int i = 0; i < 2; i++) {
        refused = assertThrows(StartException.class, () -> Node.start(samePort, null));
        assertTrue(
            String.valueOf(refused.getMessage()).startsWith("listen: 0.0.0.0:" + port + " ("),
            refused.getMessage());
      }
    }
  }

  private ZooCfg zooKeeper(int port) {
    return ZooCfg.of(
        Map.of(
            "dataDir",
            directory.resolve("zookeeper").toString(),
            "clientPort",
            "" + port,
            "4lw.commands.whitelist",
            "*"),
        Map.of());
  }

  private BrokerConfig broker(String zooKeeper, String logs) {
    return BrokerConfig.of(
        Map.of(
            "broker.id",
            "1",
            "zookeeper.connect",
            zooKeeper,
            "log.dirs",
            directory.resolve(logs).toString(),
            "listeners",
            "PLAINTEXT://127.0.0.1:0"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String word(int port, String word) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
