package io.castellan.server.zkclient;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an ensemble is, as {@code zookeeper.connect} writes it: {@code
 * host1:2181,host2:2181/chroot}.
 *
 * @param servers the servers, not resolved, in the order given
 * @param chroot the path that stands before every path of this client; empty for none
 */
public record ConnectString(List<InetSocketAddress> servers, String chroot) {
  /** The port of a server that names none. */
  public static final int DEFAULT_PORT = 2181;

  /** Copies the list. */
  public ConnectString {
    servers = List.copyOf(servers);
  }

  /**
   * Reads a connect string.
   *
   * @param text servers separated by commas; a port may be left out, an IPv6 address stands in
   *     brackets; a path may follow the last server
   * @throws IllegalArgumentException when the text names no server, or a port or path is malformed
   */
  public static ConnectString parse(String text) {
    int slash = text.indexOf('/');
    String hosts = slash < 0 ? text : text.substring(0, slash);
    String chroot = slash < 0 || slash == text.length() - 1 ? "" : text.substring(slash);
    if (chroot.endsWith("/") || chroot.contains("//")) {
      throw new IllegalArgumentException(
          "zookeeper connect string: " + text + " (expected: no empty part in the path)");
    }
    List<InetSocketAddress> servers = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      if (!host.isBlank()) {
        servers.add(server(host.strip(), text));
      }
    }
    if (servers.isEmpty()) {
      throw new IllegalArgumentException(
          "zookeeper connect string: " + text + " (expected: at least one host:port)");
    }
    return new ConnectString(servers, chroot);
  }

  private static InetSocketAddress server(String host, String text) {
    int bracket = host.lastIndexOf(']');
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > bracket;
    String name = hasPort ? host.substring(0, colon) : host;
    if (bracket > 0 && name.startsWith("[")) {
      name = name.substring(1, name.length() - 1);
    }
    int port = hasPort ? port(host.substring(colon + 1), text) : DEFAULT_PORT;
    return InetSocketAddress.createUnresolved(name, port);
  }

  private static int port(String digits, String text) {
    try {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // said below, with the whole text
    }
    throw new IllegalArgumentException(
        "zookeeper connect string: " + text + " (expected: ports of 1..65535)");
  }
}
