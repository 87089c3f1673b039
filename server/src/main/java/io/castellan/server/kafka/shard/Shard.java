package io.castellan.server.kafka.shard;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The state behind one partition of an internal topic. Owned by one lane. */
public interface Shard extends RecordSink {

  /**
   * Take in a record of the log while the shard is loaded. Records come in order; unknown key
   * versions are skipped.
   *
   * @param key with its leading version
   * @param value null when the record deletes the key
   * @param timestampMs of the record
   */
  @Override
  void replay(ByteBuffer key, @Nullable ByteBuffer value, long timestampMs);

  /** The whole log is replayed: from now on requests come. */
  void onLoaded(long nowMs);

  /**
   * Records of a transaction that was open when the shard was loaded have been {@link #replay
   * replayed} just now: its COMMIT marker has come.
   */
  void onTransactionCommitted(long nowMs);

  /** Another broker leads the partition now: answer everyone who waits. */
  void onUnloaded(long nowMs, Effects out);

  /** When {@link #onTime} wants to be called; {@link Long#MAX_VALUE} for never. */
  long wakeAtMs();

  /** Time passed. */
  void onTime(long nowMs, Effects out);
}
