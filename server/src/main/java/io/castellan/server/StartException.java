package io.castellan.server;

/**
 * A server cannot start for a reason that lies outside of it: a port, a directory, a cluster. Its
 * message is the one line that an operator needs.
 */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(Exception cause) {
    super(cause.getMessage(), cause);
  }
}
