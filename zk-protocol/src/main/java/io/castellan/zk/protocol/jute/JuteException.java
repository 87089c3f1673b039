package io.castellan.zk.protocol.jute;

/**
 * Bytes that are not what the protocol says: a length that lies, a record that ends early, a value
 * out of its range.
 *
 * <p>The text has the form {@code field: value (expected: condition)}. Whoever reads decides what
 * follows: a connection closes, a request is answered with an error, a file is reported as corrupt.
 */
public final class JuteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with this text. */
  public JuteException(String message) {
    super(message);
  }

  /**
   * Makes an exception about one value.
   *
   * @param what the field, or a property of it such as {@code path length}
   * @param value what was found
   * @param expected the condition that it breaks, such as {@code <= 8}
   */
  public static JuteException of(String what, long value, String expected) {
    return new JuteException(what + ": " + value + " (expected: " + expected + ")");
  }
}
