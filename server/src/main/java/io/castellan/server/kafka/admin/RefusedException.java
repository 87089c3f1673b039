package io.castellan.server.kafka.admin;

import io.castellan.kafka.protocol.ErrorCode;

/**
 * Ends the examination of a wish at the first thing that is wrong with it. Never leaves the package
 * but through a signature that names it.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** A refusal with its code and its words. */
  public RefusedException(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** What the client is told. */
  public AdminError error() {
    return new AdminError(code, getMessage());
  }
}
