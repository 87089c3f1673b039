package io.castellan.server.kafka.log;

/**
 * A timestamp, and the offset of a record that has it.
 *
 * @param timestamp in ms, -1 if there is none
 * @param offset the record's, -1 if there is none
 */
public record TimestampOffset(long timestamp, long offset) {
  /** No record. */
  public static final TimestampOffset NONE = new TimestampOffset(-1, -1);
}
