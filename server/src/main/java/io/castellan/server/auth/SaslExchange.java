package io.castellan.server.auth;

import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** An exchange with one client, by which it proves who it is. Owned by its connection. */
public interface SaslExchange extends AutoCloseable {
  /**
   * Answer a client's token.
   *
   * @return the server's token; null when the client needs none
   * @throws SaslException when the client has proved not to be who it says
   */
  byte @Nullable [] answer(byte[] token) throws SaslException;

  /** Whether the client has proved who it is. */
  boolean isComplete();

  /** Who the client is, once that is proved. */
  String authorizationId();

  /** Forget what was exchanged. */
  @Override
  void close();
}
