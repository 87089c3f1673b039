package io.castellan.kafka.protocol.record;

/** Bytes that were to be records and are not. Names the place and what stands there. */
public final class InvalidRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Which of the two answers of the protocol a producer gets for such bytes. */
  public enum Kind {
    /**
     * The bytes are damaged: a size that cannot be, a wrong checksum. {@code CORRUPT_MESSAGE} (2),
     * worth another try.
     */
    CORRUPT,
    /**
     * The bytes are what was sent, and break a rule of the format. {@code INVALID_RECORD} (87),
     * final.
     */
    INVALID
  }

  private final Kind kind;
  private final long position;

  /**
   * An exception for the bytes at a position.
   *
   * @param kind which answer it deserves
   * @param position where the entry or record in question begins: an index of the buffer being
   *     read, or a position in the file
   * @param message what is wrong, as {@code what: value (expected: …)}
   */
  public InvalidRecordException(Kind kind, long position, String message) {
    super(message + " at position " + position);
    this.kind = kind;
    this.position = position;
  }

  /** An exception for a body that its codec cannot read. */
  InvalidRecordException(long position, String message, Throwable cause) {
    super(message + " at position " + position + ": " + cause.getMessage(), cause);
    this.kind = Kind.CORRUPT;
    this.position = position;
  }

  /** Whether the bytes are damaged or merely wrong. */
  public Kind kind() {
    return kind;
  }

  /**
   * Where the entry or record begins: an index of the buffer being read, or a position in the file.
   */
  public long position() {
    return position;
  }

  static InvalidRecordException corrupt(long position, String message) {
    return new InvalidRecordException(Kind.CORRUPT, position, message);
  }

  static InvalidRecordException invalid(long position, String message) {
    return new InvalidRecordException(Kind.INVALID, position, message);
  }
}
