package io.castellan.server.kafka.shard;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record of an internal topic.
 *
 * @param key with its leading version
 * @param value with its leading version; null deletes the key
 */
public record CoordinatorRecord(byte[] key, byte @Nullable [] value) {
  @Override
  public boolean equals(Object other) {
    return other instanceof CoordinatorRecord that
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
  }
}
