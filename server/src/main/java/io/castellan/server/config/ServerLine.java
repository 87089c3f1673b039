package io.castellan.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line {@code
 * server.N=host:quorumPort:electionPort[|host:quorumPort:electionPort…][:role][;[clientHost:]clientPort]}.
 *
 * @param id N
 * @param addresses at least one (ZOOKEEPER-3188 allows several)
 * @param observer whether it has no vote
 * @param client where it listens for clients, when the line says so; an empty host is all
 *     interfaces
 */
public record ServerLine(
    long id, List<Address> addresses, boolean observer, @Nullable Client client) {
  private static final String SHAPE = "host:port:port[:participant|observer][;[host:]port]";

  /** One address of a server for its peers. */
  public record Address(String host, int quorumPort, int electionPort) {}

  /** The address for clients. */
  public record Client(String host, int port) {}

  static ServerLine parse(String key, String text) {
    try {
      long id = Long.parseLong(key.substring("server.".length()));
      int semicolon = text.indexOf(';');
      String peers = semicolon < 0 ? text : text.substring(0, semicolon);
      List<Address> addresses = new ArrayList<>();
      String role = "participant";
      for (String peer : peers.split("\\|", -1)) {
        List<String> parts = split(peer.trim());
        if (parts.size() < 3 || parts.size() > 4) {
          throw new ConfigException(key + ": " + text + " (expected: " + SHAPE + ")");
        }
        addresses.add(new Address(parts.get(0), port(parts.get(1)), port(parts.get(2))));
        role = parts.size() == 4 ? parts.get(3).toLowerCase(Locale.ROOT) : role;
      }
      if (!role.equals("participant") && !role.equals("observer")) {
        throw new ConfigException(key + ": role " + role + " (expected: participant or observer)");
      }
      return new ServerLine(
          id,
          List.copyOf(addresses),
          role.equals("observer"),
          semicolon < 0 ? null : client(text.substring(semicolon + 1).trim()));
    } catch (NumberFormatException e) {
      throw new ConfigException(
          key + ": " + text + " (expected: " + SHAPE + ", ports from 0 to 65535)");
    }
  }

  private static Client client(String text) {
    List<String> parts = split(text);
    String last = parts.get(parts.size() - 1);
    return new Client(parts.size() == 1 ? "" : parts.get(0), port(last));
  }

  private static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 0 || port > 65535) {
      throw new NumberFormatException("port out of range: " + text);
    }
    return port;
  }

  /** At the colons outside brackets; an IPv6 address loses its brackets. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    String rest = text;
    if (rest.startsWith("[") && rest.indexOf(']') > 0) {
      int end = rest.indexOf(']');
      parts.add(rest.substring(1, end));
      rest = rest.substring(end + 1);
      if (!rest.startsWith(":")) {
        return parts;
      }
      rest = rest.substring(1);
    }
    parts.addAll(List.of(rest.split(":", -1)));
    return parts;
  }
}
