package io.castellan.server.config;

/**
 * A server to connect to, not yet resolved.
 *
 * @param host a name or an address, without brackets
 * @param port from 1 to 65535
 */
public record HostPort(String host, int port) {
  /** Reads {@code host}, {@code host:port}, {@code [ipv6]} or {@code [ipv6]:port}. */
  static HostPort parse(String key, String text, int defaultPort) {
    int colon = text.lastIndexOf(':');
    boolean withPort =
        colon > text.indexOf(']')
            && (text.startsWith("[") || text.indexOf(':') == colon)
            && colon >= 0;
    String host = withPort ? text.substring(0, colon) : text;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = withPort ? Integer.parseInt(text.substring(colon + 1)) : defaultPort;
      if (!host.isBlank() && port > 0 && port <= 65535) {
        return new HostPort(host, port);
      }
    } catch (NumberFormatException e) {
      // Told below, like a port out of range.
    }
    throw new ConfigException(key + ": " + text + " (expected: host:port)");
  }

  /** {@code host:port}, the host in brackets when it is an IPv6 address. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
