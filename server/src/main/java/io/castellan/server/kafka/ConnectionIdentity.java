package io.castellan.server.kafka;

import io.castellan.server.auth.Principal;
import java.net.InetSocketAddress;

/**
 * Where a connection comes from and who is at its other end.
 *
 * @param listenerName the listener that accepted it, such as {@code PLAINTEXT}
 * @param remoteAddress the peer's address
 * @param principal the peer, as far as it proved itself
 */
public record ConnectionIdentity(
    String listenerName, InetSocketAddress remoteAddress, Principal principal) {

  /** The peer for log lines: {@code 10.1.2.3:51234}. */
  public String peer() {
    return host() + ":" + remoteAddress.getPort();
  }

  /** The peer's address alone, as the group coordinator shows it. */
  public String host() {
    return remoteAddress.isUnresolved()
        ? remoteAddress.getHostString()
        : remoteAddress.getAddress().getHostAddress();
  }
}
