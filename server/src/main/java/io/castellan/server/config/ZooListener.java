package io.castellan.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where ZooKeeper's clients connect.
 *
 * @param host empty for all interfaces
 * @param port 0 for any free one
 * @param backlog how many connections may wait to be accepted; -1 leaves it to the system
 * @param tcpKeepAlive whether idle connections are probed by TCP
 */
public record ZooListener(String host, int port, int backlog, boolean tcpKeepAlive) {
  static ZooListener of(Settings settings, List<ServerLine> servers) {
    String address = settings.getString("clientPortAddress");
    ServerLine.@Nullable Client inLine = servers.isEmpty() ? null : servers.get(0).client();
    if (settings.text("clientPort") == null && inLine == null) {
      throw new ConfigException(
          address == null
              ? "clientPort: not set (expected: a port)"
              : "clientPortAddress: set without clientPort");
    }
    int port =
        inLine != null && settings.text("clientPort") == null
            ? inLine.port()
            : settings.getInt("clientPort");
    if (inLine != null && inLine.port() != port) {
      throw new ConfigException(
          "clientPort: " + port + " (expected: " + inLine.port() + ", as in the server line)");
    }
    return new ZooListener(
        address != null ? address : inLine != null ? inLine.host() : "",
        port,
        settings.getInt("clientPortListenBacklog"),
        settings.getBoolean("zookeeper.clientTcpKeepAlive"));
  }
}
