package io.castellan.kafka.protocol.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One header of a record (KIP-82): a name, of which a record may have several, and bytes or null.
 */
public final class RecordHeader {
  private final String key;
  private final byte @Nullable [] value;

  /** A header; the array is kept, not copied. */
  public RecordHeader(String key, byte @Nullable [] value) {
    this.key = key;
    this.value = value;
  }

  /** The name. */
  public String key() {
    return key;
  }

  /** The value; the array itself. */
  public byte @Nullable [] value() {
    return value;
  }

  byte[] keyBytes() {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordHeader that
        && key.equals(that.key)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return key + "=" + (value == null ? "null" : value.length + " bytes");
  }
}
