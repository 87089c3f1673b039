package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What a read has found.
 *
 * @param error {@code NONE}, or {@code OFFSET_OUT_OF_RANGE}
 * @param slice the batches, to be released by whoever has them sent; null if there are none to be
 *     seen at that offset
 */
public record LogRead(ErrorCode error, @Nullable LogSlice slice) {
  static final LogRead NOTHING = new LogRead(ErrorCode.NONE, null);
  static final LogRead OUT_OF_RANGE = new LogRead(ErrorCode.OFFSET_OUT_OF_RANGE, null);

  /** The bytes that were found. */
  public int sizeInBytes() {
    return slice == null ? 0 : slice.sizeInBytes();
  }
}
