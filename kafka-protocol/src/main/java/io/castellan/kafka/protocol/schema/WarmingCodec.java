package io.castellan.kafka.protocol.schema;

import io.castellan.kafka.protocol.DecodeException;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Interpreted until it has been used often, compiled from then on, each direction for itself: a
 * server reads most requests and writes most responses.
 *
 * <p>The counters are plain fields that threads race on: a lost count delays the compilation by one
 * use. Should two threads reach the threshold at once, both ask for it, and the second handle
 * replaces an equal one.
 */
final class WarmingCodec<T extends Record> implements Codec<T> {

  /** The frame's length, and a header with some tagged fields. */
  private static final int FRAME_OVERHEAD = 16;

  private static final int MOST_EXPECTED_BYTES = 1 << 20;

  private final Class<T> type;
  private final InterpretedCodec<T> interpreted;
  private final Executor compiler;
  private final int hotAfter;

  private int reads;
  private int writes;
  private int expectedBytes = 256;
  private volatile @Nullable MethodHandle reader;
  private volatile @Nullable MethodHandle writer;

  WarmingCodec(Class<T> type, InterpretedCodec<T> interpreted, Executor compiler, int hotAfter) {
    this.type = type;
    this.interpreted = interpreted;
    this.compiler = compiler;
    this.hotAfter = hotAfter;
  }

  @Override
  public MessageSchema schema() {
    return interpreted.schema();
  }

  @Override
  public T read(WireReader in) {
    MethodHandle compiled = reader;
    if (compiled == null) {
      if (reads++ == hotAfter) {
        compiler.execute(() -> reader = CodecCompiler.reader(schema()));
      }
      return interpreted.read(in);
    }
    int start = in.position();
    try {
      return type.cast((Object) compiled.invokeExact(in));
    } catch (DecodeException e) {
      // The handle does not know which field it was in. Read again the slow way, which does: this
      // connection ends here.
      in.rewind(start);
      interpreted.read(in);
      throw e;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void write(T message, WireWriter out) {
    int start = out.buffer().writerIndex();
    MethodHandle compiled = writer;
    if (compiled == null) {
      if (writes++ == hotAfter) {
        compiler.execute(() -> writer = CodecCompiler.writer(schema()));
      }
      interpreted.write(message, out);
    } else {
      try {
        compiled.invokeExact((Object) message, out);
      } catch (Throwable e) {
        throw unchecked(e);
      }
    }
    // Rises at once, falls slowly: messages of one kind tend to have one size.
    int written = out.buffer().writerIndex() - start + FRAME_OVERHEAD;
    expectedBytes = Math.max(written, expectedBytes - (expectedBytes >> 4));
  }

  @Override
  public int expectedBytes() {
    return Math.min(expectedBytes, MOST_EXPECTED_BYTES);
  }

  private static RuntimeException unchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }
}
