package io.castellan.server.auth;

import javax.security.sasl.SaslException;

/** A SASL mechanism that a server offers. Immutable; for any thread. */
public interface SaslMechanism {
  /** Its registered name, such as {@code DIGEST-MD5}. */
  String name();

  /**
   * Begin an exchange with one client.
   *
   * @throws SaslException when the server itself is not able to
   */
  SaslExchange begin() throws SaslException;
}
