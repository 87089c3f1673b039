package io.castellan.server.auth;

import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;

/** An exchange that the JDK's own mechanism conducts. Owned by its connection. */
final class JdkSaslExchange implements SaslExchange {
  private final SaslServer server;

  JdkSaslExchange(SaslServer server) {
    this.server = server;
  }

  @Override
  public byte @Nullable [] answer(byte[] token) throws SaslException {
    try {
      return server.evaluateResponse(token);
    } catch (IllegalStateException e) {
      throw new SaslException("the exchange is over", e);
    }
  }

  @Override
  public boolean isComplete() {
    return server.isComplete();
  }

  @Override
  public String authorizationId() {
    return server.getAuthorizationID();
  }

  @Override
  public void close() {
    try {
      server.dispose();
    } catch (SaslException e) {
      // Nothing is left that could be forgotten.
    }
  }
}
