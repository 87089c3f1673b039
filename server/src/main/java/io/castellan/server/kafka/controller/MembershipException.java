package io.castellan.server.kafka.controller;

/** The broker cannot join its cluster; the message is one line that says why. */
public final class MembershipException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with its text. */
  public MembershipException(String message) {
    super(message);
  }
}
