package io.castellan.server.zk.jmx;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The names of the beans of one server, as stock makes them: the path to a bean, a key for each
 * step.
 *
 * @param name0 the server's own step, such as {@code StandaloneServer_port2181}
 */
record BeanNames(String name0) {
  private static final String DOMAIN = "org.apache.ZooKeeperService";

  static BeanNames standalone(int clientPort) {
    return new BeanNames("StandaloneServer_port" + clientPort);
  }

  ObjectName server() {
    return of(name0);
  }

  ObjectName tree() {
    return of(name0, "InMemoryDataTree");
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
    return of(
        name0,
        "Connections",
        address.indexOf(':') < 0 ? address : ObjectName.quote(address),
        "0x" + Long.toHexString(sessionId));
  }

  private static ObjectName of(String... path) {
    StringBuilder text = new StringBuilder(DOMAIN).append(':');
    for (int i = 0; i < path.length; i++) {
      text.append(i == 0 ? "" : ",").append("name").append(i).append('=').append(path[i]);
    }
    try {
      return ObjectName.getInstance(text.toString());
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(text.toString(), e);
    }
  }
}
