package io.castellan.server.derived;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Bytes by bytes. From any thread. */
public interface DerivedMap {

  /** The value, or null. */
  byte @Nullable [] get(byte[] key);

  /** Sets a value. */
  void put(byte[] key, byte[] value);

  /** Removes a value if it is there. */
  void remove(byte[] key);

  /** All of them, in no order. */
  void forEach(BiConsumer<byte[], byte[]> each);

  /** Removes all of them. */
  void clear();
}
