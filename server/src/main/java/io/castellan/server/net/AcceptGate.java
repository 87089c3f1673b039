package io.castellan.server.net;

import io.netty.channel.Channel;

/**
 * Decides when the next connection may be accepted. Called on the listening channel's event loop.
 */
@FunctionalInterface
public interface AcceptGate {
  /** No connection is accepted until {@link Listener#accept} is called. */
  long UNTIL_OPENED = Long.MAX_VALUE;

  /** Accepts whatever comes. */
  AcceptGate OPEN = connection -> 0;

  /**
   * A connection has been accepted; it has no pipeline yet.
   *
   * @return for how many milliseconds none is to be accepted now; those that come meanwhile wait in
   *     the system's queue
   */
  long onAccepted(Channel connection);
}
