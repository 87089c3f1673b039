package io.castellan.server.kafka.shard;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Gets the records of a log that count, in order. */
interface RecordSink {
  /**
   * A record.
   *
   * @param key with its leading version; valid only during the call
   * @param value null when the record deletes the key; valid only during the call
   * @param timestampMs of the record
   */
  void replay(ByteBuffer key, @Nullable ByteBuffer value, long timestampMs);
}
