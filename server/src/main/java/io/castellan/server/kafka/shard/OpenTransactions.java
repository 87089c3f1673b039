package io.castellan.server.kafka.shard;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records of transactions whose end has not been met, by their producer: they count once the COMMIT
 * marker is there, and never after an ABORT. Used by one thread at a time.
 */
final class OpenTransactions {
  private record Pending(long offset, byte[] key, byte @Nullable [] value, long timestampMs) {}

  private final Map<Long, ArrayDeque<Pending>> byProducer = new HashMap<>();

  /** A record of a transaction, at an offset. The bytes are copied. */
  void add(long producerId, long offset, ByteBuf key, @Nullable ByteBuf value, long timestampMs) {
    byProducer
        .computeIfAbsent(producerId, id -> new ArrayDeque<>())
        .add(new Pending(offset, copy(key), value == null ? null : copy(value), timestampMs));
  }

  /**
   * A transaction has ended.
   *
   * @param markerOffset where its marker stands: what the producer wrote after that belongs to its
   *     next transaction
   * @param committed whether its records count
   * @param sink gets them, in order
   * @return how many it got
   */
  int end(long producerId, long markerOffset, boolean committed, RecordSink sink) {
    ArrayDeque<Pending> pending = byProducer.get(producerId);
    if (pending == null) {
      return 0;
    }
    int count = 0;
    while (!pending.isEmpty() && pending.element().offset < markerOffset) {
      Pending record = pending.remove();
      if (committed) {
        count++;
        sink.replay(
            ByteBuffer.wrap(record.key),
            record.value == null ? null : ByteBuffer.wrap(record.value),
            record.timestampMs);
      }
    }
    if (pending.isEmpty()) {
      byProducer.remove(producerId);
    }
    return count;
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return byProducer.isEmpty();
  }

  private static byte[] copy(ByteBuf bytes) {
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.getBytes(bytes.readerIndex(), copy);
    return copy;
  }
}
