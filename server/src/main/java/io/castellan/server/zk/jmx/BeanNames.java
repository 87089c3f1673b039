package io.castellan.server.zk.jmx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The names of the beans of one server, as stock makes them: the path to a bean, a key for each
 * step.
 *
 * @param path the steps to the server itself, such as {@code StandaloneServer_port2181}
 */
record BeanNames(List<String> path) {
  private static final String DOMAIN = "org.apache.ZooKeeperService";

  static BeanNames standalone(int clientPort) {
    return new BeanNames(List.of("StandaloneServer_port" + clientPort));
  }

  /**
   * Of a member of an ensemble.
   *
   * @param role such as {@code leader}; one that looks for a leader serves nobody, and has no bean
   */
  static BeanNames member(long id, String role) {
    String title = role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1);
    return new BeanNames(List.of("ReplicatedServer_id" + id, "replica." + id, title));
  }

  ObjectName server() {
    return below();
  }

  ObjectName tree() {
    return below("InMemoryDataTree");
  }

  /**
   * A connection's.
   *
   * @param peer {@code /address:port}; an IPv6 address has colons, which are quoted
   */
  ObjectName connection(String peer, long sessionId) {
    String address = peer.substring(1, Math.max(1, peer.lastIndexOf(':')));
    if (address.startsWith("[")) {
      address = address.substring(1, address.length() - 1);
    }
    return below(
        "Connections",
        address.indexOf(':') < 0 ? address : ObjectName.quote(address),
        "0x" + Long.toHexString(sessionId));
  }

  private ObjectName below(String... more) {
    List<String> steps = new ArrayList<>(path);
    steps.addAll(List.of(more));
    StringBuilder text = new StringBuilder(DOMAIN);
    for (int i = 0; i < steps.size(); i++) {
      text.append(i == 0 ? ':' : ',').append("name").append(i).append('=').append(steps.get(i));
    }
    try {
      return ObjectName.getInstance(text.toString());
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(text.toString(), e);
    }
  }
}
