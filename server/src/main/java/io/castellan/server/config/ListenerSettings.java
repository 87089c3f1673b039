package io.castellan.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the broker listens, and where it says it does.
 *
 * @param listeners what to bind, at least one
 * @param advertised what clients and brokers are told; the same names as in {@code listeners}, or
 *     fewer
 * @param protocols the security protocol of each listener name
 * @param interBroker the name of the listener that brokers use among themselves
 */
public record ListenerSettings(
    List<Endpoint> listeners,
    List<Endpoint> advertised,
    Map<String, String> protocols,
    String interBroker) {
  private static final List<String> PROTOCOLS =
      List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");

  static ListenerSettings of(Settings settings) {
    Map<String, String> protocols = protocols(settings.getText("listener.security.protocol.map"));
    List<Endpoint> listeners = Endpoint.parseList("listeners", listenersText(settings));
    if (listeners.isEmpty()) {
      throw new ConfigException("listeners: empty (expected: at least one)");
    }
    checkNames("listeners", listeners);
    checkPorts(listeners);
    List<Endpoint> advertised = advertised(settings, listeners);
    for (Endpoint endpoint : listeners) {
      checkServed(endpoint, protocols);
    }
    return new ListenerSettings(
        listeners, advertised, protocols, interBroker(settings, advertised));
  }

  private static List<String> listenersText(Settings settings) {
    if (!settings.isSet("listeners") && (settings.isSet("host.name") || settings.isSet("port"))) {
      return List.of(oldForm(settings.getText("host.name"), settings.getInt("port")));
    }
    return split(settings.getText("listeners"));
  }

  private static List<Endpoint> advertised(Settings settings, List<Endpoint> listeners) {
    String text = settings.getString("advertised.listeners");
    if (text == null) {
      return oldAdvertised(settings, listeners);
    }
    List<Endpoint> advertised = Endpoint.parseList("advertised.listeners", split(text));
    checkNames("advertised.listeners", advertised);
    Set<String> names = names(listeners);
    for (Endpoint endpoint : advertised) {
      if (endpoint.host().equals("0.0.0.0")) {
        throw new ConfigException(
            "advertised.listeners: " + endpoint + " (expected: an address that clients can reach)");
      }
      if (!names.contains(endpoint.name())) {
        throw new ConfigException(
            "advertised.listeners: "
                + endpoint.name()
                + " (expected: one of listeners, "
                + names
                + ")");
      }
    }
    return advertised;
  }

  private static List<Endpoint> oldAdvertised(Settings settings, List<Endpoint> listeners) {
    if (!settings.isSet("advertised.host.name") && !settings.isSet("advertised.port")) {
      // Without an address of its own, a wildcard stands for this machine's name.
      return listeners.stream()
          .map(
              e ->
                  e.host().equals("0.0.0.0") || e.host().equals("::")
                      ? new Endpoint(e.name(), "", e.port())
                      : e)
          .toList();
    }
    Endpoint first = listeners.get(0);
    String host = settings.getString("advertised.host.name");
    int port =
        settings.isSet("advertised.port") ? settings.getInt("advertised.port") : first.port();
    return List.of(new Endpoint(first.name(), host == null ? first.host() : host, port));
  }

  /**
   * The listener that brokers use among themselves must be one that is advertised, as in stock,
   * also where no other broker is there to use it.
   */
  private static String interBroker(Settings settings, List<Endpoint> advertised) {
    String name = settings.getString("inter.broker.listener.name");
    if (name != null && settings.isSet("security.inter.broker.protocol")) {
      throw new ConfigException(
          "inter.broker.listener.name: "
              + name
              + " (expected: unset, as security.inter.broker.protocol is set)");
    }
    String chosen =
        name == null
            ? settings.getText("security.inter.broker.protocol")
            : name.toUpperCase(Locale.ROOT);
    if (!names(advertised).contains(chosen)) {
      throw new ConfigException(
          (name == null ? "security.inter.broker.protocol: " : "inter.broker.listener.name: ")
              + chosen
              + " (expected: the name of an advertised listener, "
              + names(advertised)
              + ")");
    }
    return chosen;
  }

  private static Map<String, String> protocols(String text) {
    Map<String, String> protocols = new TreeMap<>();
    for (String entry : split(text)) {
      int colon = entry.lastIndexOf(':');
      String protocol = entry.substring(colon + 1).trim().toUpperCase(Locale.ROOT);
      if (colon <= 0 || !PROTOCOLS.contains(protocol)) {
        throw new ConfigException(
            "listener.security.protocol.map: "
                + entry
                + " (expected: NAME:PROTOCOL, one of "
                + PROTOCOLS
                + ")");
      }
      protocols.put(entry.substring(0, colon).trim().toUpperCase(Locale.ROOT), protocol);
    }
    return Map.copyOf(protocols);
  }

  private static void checkServed(Endpoint endpoint, Map<String, String> protocols) {
    String protocol = protocols.get(endpoint.name());
    if (protocol == null) {
      throw new ConfigException(
          "listeners: "
              + endpoint.name()
              + " (expected: a name in listener.security.protocol.map, "
              + protocols.keySet()
              + ")");
    }
    if (!protocol.equals("PLAINTEXT")) {
      throw new ConfigException(
          "listeners: "
              + endpoint
              + " has the protocol "
              + protocol
              + " (expected: PLAINTEXT; TLS and SASL come later)");
    }
  }

  private static void checkNames(String key, List<Endpoint> endpoints) {
    if (names(endpoints).size() != endpoints.size()) {
      throw new ConfigException(key + ": " + endpoints + " (expected: each listener name once)");
    }
  }

  private static void checkPorts(List<Endpoint> listeners) {
    for (int i = 0; i < listeners.size(); i++) {
      for (Endpoint other : listeners.subList(0, i)) {
        if (clash(listeners.get(i), other)) {
          throw new ConfigException("listeners: " + listeners + " (expected: each port once)");
        }
      }
    }
  }

  /**
   * One port may serve an IPv4 and an IPv6 address (KIP-797), and any number of listeners take a
   * free one.
   */
  private static boolean clash(Endpoint a, Endpoint b) {
    boolean sameFamily = a.isIpv6() == b.isIpv6() || a.host().isEmpty() || b.host().isEmpty();
    return a.port() != 0 && a.port() == b.port() && sameFamily;
  }

  private static Set<String> names(List<Endpoint> endpoints) {
    Set<String> names = new HashSet<>();
    endpoints.forEach(e -> names.add(e.name()));
    return names;
  }

  private static String oldForm(String host, int port) {
    return "PLAINTEXT://" + host + ":" + port;
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.trim());
      }
    }
    return parts;
  }
}
