package io.castellan.kafka.protocol.schema;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records that are made while they are sent, part by part, so that no answer is ever in memory as a
 * whole. Whoever sends it asks for the next part when the one before has left.
 */
public interface RecordsStream {

  /** How many bytes all parts have together; it never changes. */
  int sizeInBytes();

  /**
   * Asks for the next part. Not to be called again before the last one has come.
   *
   * @param onPart told, on any thread and once, the next bytes, which are then its own to release;
   *     or null if they cannot be had, and the stream is broken. Parts come until their sizes sum
   *     up to {@link #sizeInBytes}
   */
  void next(Consumer<@Nullable ByteBuf> onPart);

  /** Lets go of what the stream holds, sent to the end or not. No part may be awaited any more. */
  void release();
}
