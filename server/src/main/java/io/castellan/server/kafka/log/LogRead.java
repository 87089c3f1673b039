package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What a read has found.
 *
 * @param error {@code NONE}, {@code OFFSET_OUT_OF_RANGE}, or {@code NOT_LEADER_OR_FOLLOWER} of a
 *     log that has been closed
 * @param slice the batches, to be released by whoever has them sent; null if there are none to be
 *     seen at that offset
 */
public record LogRead(ErrorCode error, @Nullable LogSlice slice) {
  static final LogRead NOTHING = new LogRead(ErrorCode.NONE, null);
  static final LogRead OUT_OF_RANGE = new LogRead(ErrorCode.OFFSET_OUT_OF_RANGE, null);
  static final LogRead CLOSED = new LogRead(ErrorCode.NOT_LEADER_OR_FOLLOWER, null);

  /** The bytes that were found. */
  public int sizeInBytes() {
    return slice == null ? 0 : slice.sizeInBytes();
  }
}
