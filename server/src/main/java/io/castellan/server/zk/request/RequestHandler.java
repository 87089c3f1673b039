package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteReader;

/**
 * Answers one operation. Stateless; one serves all connections.
 *
 * @param <R> the operation's request record
 */
public sealed interface RequestHandler<R> permits ReadHandler, WriteHandler {
  /**
   * Reads the body of a request. On an event loop.
   *
   * @throws io.castellan.zk.protocol.jute.JuteException when the bytes are no such body
   */
  R decode(JuteReader reader);

  /** What the four-letter word {@code cons} calls the operation. */
  String shortName();
}
