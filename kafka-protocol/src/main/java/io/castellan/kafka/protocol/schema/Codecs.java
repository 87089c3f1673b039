package io.castellan.kafka.protocol.schema;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of a process, built when they are first asked for. Any thread may use it.
 *
 * <p>A codec starts interpreted, which costs next to nothing to build, and is compiled on the
 * executor once it has been used often: a compiled one is several times as fast but takes
 * milliseconds to build, so start-up and rare requests never pay for it.
 */
public final class Codecs {

  /** After how many uses in one direction a codec is compiled, unless told otherwise. */
  public static final int HOT_AFTER = 500;

  private final @Nullable Executor compiler;
  private final int hotAfter;
  private final ConcurrentHashMap<Class<?>, @Nullable Codec<?>[]> byType =
      new ConcurrentHashMap<>();

  private Codecs(@Nullable Executor compiler, int hotAfter) {
    this.compiler = compiler;
    this.hotAfter = hotAfter;
  }

  /** Codecs that stay interpreted for ever: for tools and tests. */
  public static Codecs interpreted() {
    return new Codecs(null, Integer.MAX_VALUE);
  }

  /**
   * Codecs that are compiled when they are hot.
   *
   * @param compiler runs the compilation, a few milliseconds of work per message and version;
   *     {@code Runnable::run} makes the unlucky caller do it
   * @param hotAfter after how many reads, or how many writes; see {@link #HOT_AFTER}
   */
  public static Codecs compiling(Executor compiler, int hotAfter) {
    return new Codecs(compiler, hotAfter);
  }

  /**
   * The codec of a message at a version.
   *
   * @param type a record with {@link Api} or {@link Versions}
   * @throws IllegalArgumentException when the message has no such version
   */
  @SuppressWarnings("unchecked") // an array under a type holds that type's codecs only
  public <T extends Record> Codec<T> of(Class<T> type, int version) {
    @Nullable Codec<?>[] versions = byType.get(type);
    Codec<?> known =
        versions != null && version >= 0 && version < versions.length ? versions[version] : null;
    return known != null ? (Codec<T>) known : (Codec<T>) build(type, version);
  }

  private <T extends Record> Codec<?> build(Class<T> type, int version) {
    MessageSchema schema = MessageSchema.of(type, version);
    InterpretedCodec<T> interpreted = new InterpretedCodec<>(type, schema);
    Codec<T> built =
        compiler == null ? interpreted : new WarmingCodec<>(type, interpreted, compiler, hotAfter);
    // Copied on write: readers see an old array or a new one, never a torn one. Two threads may
    // build the same codec; both work.
    byType.merge(
        type,
        withVersion(built, version, new Codec<?>[0]),
        (old, added) -> withVersion(built, version, old));
    return built;
  }

  private static @Nullable Codec<?>[] withVersion(
      Codec<?> codec, int version, @Nullable Codec<?>[] old) {
    @Nullable Codec<?>[] versions = Arrays.copyOf(old, Math.max(old.length, version + 1));
    versions[version] = codec;
    return versions;
  }
}
