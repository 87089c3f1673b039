package io.castellan.server.kafka.replica;

/**
 * How far a leader epoch reaches in a log (KIP-101, KIP-279).
 *
 * @param epoch the largest known epoch that is not above the one asked for; {@link
 *     #UNDEFINED_EPOCH} when there is none
 * @param endOffset where the next larger one begins, or the log's end; {@link #UNDEFINED_OFFSET}
 *     when there is no answer
 */
public record EpochEnd(int epoch, long endOffset) {
  /** An epoch that is not known. */
  public static final int UNDEFINED_EPOCH = -1;

  /** An offset that is not known. */
  public static final long UNDEFINED_OFFSET = -1;

  /** No answer. */
  public static final EpochEnd UNDEFINED = new EpochEnd(UNDEFINED_EPOCH, UNDEFINED_OFFSET);
}
