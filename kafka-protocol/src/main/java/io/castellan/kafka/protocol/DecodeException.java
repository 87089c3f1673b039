package io.castellan.kafka.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not what they claim to be. The connection that they came from is to be closed,
 * with this text in one log line.
 *
 * <p>The text names the field by its path, then what was found and what would have been right:
 * {@code Fetch.Request.topics[2].partitions: length: 12 (expected: <= 8)}. It never quotes
 * payloads.
 */
public final class DecodeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String detail;

  /** An error in words, {@code what: value (expected: ...)}, at a place that is not known yet. */
  public DecodeException(String detail) {
    this("", detail, null);
  }

  private DecodeException(String path, String detail, @Nullable DecodeException cause) {
    // The cause has the stack trace; its copies with a longer path need none of their own.
    super(path.isEmpty() ? detail : path + ": " + detail, cause, false, cause == null);
    this.path = path;
    this.detail = detail;
  }

  /** A length, in bytes or elements, that is negative or more than there is room for. */
  public static DecodeException length(long length, long atMost) {
    return new DecodeException("length: " + length + " (expected: <= " + atMost + ")");
  }

  /**
   * The same error, seen from the structure around it: {@code topics}, or {@code [2]} for an
   * element of an array.
   */
  public DecodeException in(String place) {
    boolean joined = path.isEmpty() || path.startsWith("[");
    DecodeException origin = getCause() instanceof DecodeException first ? first : this;
    return new DecodeException(place + (joined ? "" : ".") + path, detail, origin);
  }

  /**
   * Where it was found, such as {@code Fetch.Request.topics[2].partitions}; empty when nobody said.
   */
  public String path() {
    return path;
  }

  /** What was found there, and what was expected. */
  public String detail() {
    return detail;
  }
}
