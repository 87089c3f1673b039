package io.castellan.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One listener of a broker: {@code NAME://host:port}.
 *
 * @param name in upper case
 * @param host empty for all interfaces (listening) or for this machine's canonical name
 *     (advertised)
 * @param port 0 for any free one
 */
public record Endpoint(String name, String host, int port) {
  private static final Pattern SHAPE =
      Pattern.compile("(.+)://\\[?([0-9a-zA-Z\\-%._:]*)\\]?:(-?\\d{1,9})");

  static List<Endpoint> parseList(String key, List<String> texts) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String text : texts) {
      Matcher matcher = SHAPE.matcher(text);
      if (!matcher.matches()) {
        throw new ConfigException(key + ": " + text + " (expected: NAME://host:port)");
      }
      int port = Integer.parseInt(matcher.group(3));
      if (port < 0 || port > 65535) {
        throw new ConfigException(key + ": " + text + " (expected: a port from 0 to 65535)");
      }
      endpoints.add(
          new Endpoint(matcher.group(1).toUpperCase(Locale.ROOT), matcher.group(2), port));
    }
    return List.copyOf(endpoints);
  }

  boolean isIpv6() {
    return host.indexOf(':') >= 0;
  }

  /** {@code NAME://host:port}, the host in brackets when it is an IPv6 address. */
  @Override
  public String toString() {
    return name + "://" + (isIpv6() ? "[" + host + "]" : host) + ":" + port;
  }
}
