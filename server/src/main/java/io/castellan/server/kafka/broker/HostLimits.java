package io.castellan.server.kafka.broker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that {@code max.connections.per.ip.overrides} means. They are looked up when that
 * setting has changed and not with every other one: whoever changes a setting must not wait for the
 * name service. Any thread.
 */
final class HostLimits {
  private static final Logger log = LoggerFactory.getLogger(HostLimits.class);

  /** Asks the name service. */
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private record Known(Map<String, Integer> byHost, Map<InetAddress, Integer> byAddress) {}

  private final Lookup lookup;
  private volatile Known known = new Known(Map.of(), Map.of());

  HostLimits(Lookup lookup) {
    this.lookup = lookup;
  }

  /**
   * The bounds of addresses.
   *
   * @param byHost the bounds by host name or address
   */
  Map<InetAddress, Integer> byAddress(Map<String, Integer> byHost) {
    Known seen = known;
    if (!seen.byHost.equals(byHost)) {
      seen = new Known(Map.copyOf(byHost), lookUp(byHost));
      known = seen;
    }
    return seen.byAddress;
  }

  private Map<InetAddress, Integer> lookUp(Map<String, Integer> byHost) {
    Map<InetAddress, Integer> byAddress = new HashMap<>();
    byHost.forEach(
        (host, limit) -> {
          try {
            for (InetAddress address : lookup.addresses(host)) {
              byAddress.put(address, limit);
            }
          } catch (UnknownHostException e) {
            log.warn("max.connections.per.ip.overrides: host not known, passed over host={}", host);
          }
        });
    return Map.copyOf(byAddress);
  }
}
