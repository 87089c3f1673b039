package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.derived.DerivedMap;
import io.castellan.server.derived.DerivedStore;
import io.castellan.server.kafka.log.Isolation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last value of every key in the log of a partition, up to an offset. It follows the log by
 * itself, and only as far as transactions are complete; losing it costs a full read. Used by one
 * thread.
 */
final class ShardCheckpoint {
  /** In the map of prefixes, by partition. */
  private static final int PREFIX_BYTES = 4 * Long.BYTES + Integer.BYTES;

  /** How much of the log becomes one transaction of the store. */
  private static final int BYTES_PER_COMMIT = 16 * 1024 * 1024;

  private final String topic;
  private final int partition;
  private final ShardLog log;
  private final DerivedStore store;
  private final BooleanSupplier isOver;
  private final DerivedMap prefixes;
  private final DerivedMap records;

  /**
   * @param isOver whether a long read is to end early
   */
  ShardCheckpoint(
      String topic, int partition, ShardLog log, DerivedStore store, BooleanSupplier isOver) {
    this.topic = topic;
    this.partition = partition;
    this.log = log;
    this.store = store;
    this.isOver = isOver;
    this.prefixes = store.map("prefixes");
    this.records = store.map(topic + "-" + partition);
  }

  /**
   * Hands everything over, if it belongs to the log.
   *
   * @return the offset from which the log must be read; 0 when nothing was handed over
   */
  long restore(RecordSink sink) {
    LogPrefix prefix = prefix();
    if (prefix == null) {
      forget();
      return 0;
    }
    records.forEach(
        (key, stored) -> {
          ByteBuffer value = ByteBuffer.wrap(stored);
          long timestampMs = value.getLong();
          sink.replay(ByteBuffer.wrap(key), value.slice(), timestampMs);
        });
    return prefix.offset();
  }

  /** The offset of the first record that is not in it; 0 if it holds none of this log's. */
  long offset() {
    LogPrefix prefix = prefix();
    return prefix == null ? 0 : prefix.offset();
  }

  /** Reads what the log got since, up to the first transaction that is open. */
  ErrorCode advance() {
    long from = offset();
    if (from == 0) {
      forget();
      records.clear();
    }
    ShardLoader loader = new ShardLoader(this::store);
    long[] bytes = {0};
    ErrorCode error =
        log.read(
            partition,
            from,
            Isolation.COMMITTED,
            (batches, nextOffset) -> {
              if (isOver.getAsBoolean()) {
                throw new CancellationException("the checkpoints are being closed");
              }
              bytes[0] += batches.readableBytes();
              loader.onBatches(batches, nextOffset);
              if (!loader.isInTransaction()) {
                setPrefix(nextOffset);
                if (bytes[0] >= BYTES_PER_COMMIT) {
                  store.commit();
                  bytes[0] = 0;
                }
              }
            });
    store.commit();
    return error;
  }

  /** A checkpoint that was once refused must not fit by chance when the log has grown again. */
  private void forget() {
    if (prefixes.get(name()) != null) {
      prefixes.remove(name());
      store.commit();
    }
  }

  private void store(ByteBuffer key, @Nullable ByteBuffer value, long timestampMs) {
    byte[] name = new byte[key.remaining()];
    key.get(name);
    if (value == null) {
      records.remove(name);
    } else {
      ByteBuffer stored = ByteBuffer.allocate(Long.BYTES + value.remaining());
      stored.putLong(timestampMs).put(value);
      records.put(name, stored.array());
    }
  }

  /** Null when there is none, or when it is not of this log. */
  private @Nullable LogPrefix prefix() {
    byte[] stored = prefixes.get(name());
    if (stored == null || stored.length != PREFIX_BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(stored);
    LogPrefix known =
        new LogPrefix(
            new Uuid(in.getLong(), in.getLong()), in.getLong(), in.getInt(), in.getLong());
    return known.equals(log.prefix(partition, known.offset())) ? known : null;
  }

  private void setPrefix(long offset) {
    LogPrefix prefix = log.prefix(partition, offset);
    if (prefix == null) {
      prefixes.remove(name());
      return;
    }
    prefixes.put(
        name(),
        ByteBuffer.allocate(PREFIX_BYTES)
            .putLong(prefix.topicId().mostSignificantBits())
            .putLong(prefix.topicId().leastSignificantBits())
            .putLong(prefix.startOffset())
            .putInt(prefix.leaderEpoch())
            .putLong(prefix.offset())
            .array());
  }

  private byte[] name() {
    return (topic + "-" + partition).getBytes(StandardCharsets.UTF_8);
  }
}
