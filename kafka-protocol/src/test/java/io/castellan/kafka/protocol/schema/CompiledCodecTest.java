package io.castellan.kafka.protocol.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.message.Metadata;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The compiled codec does what the interpreted one does. */
class CompiledCodecTest {

  private static final long SEED = Long.getLong("castellan.seed", 20260103);

  @Test
  void agreesWithTheInterpretedOneOnEveryMessage() {
    for (ApiKey key : ApiKey.values()) {
      TreeSet<Integer> versions = new TreeSet<>();
      versions.add((int) key.minVersion());
      versions.add((int) key.maxVersion());
      for (int version : versions) {
        agree(StockMessages.ours(key, "Request"), version);
        agree(StockMessages.ours(key, "Response"), version);
      }
    }
  }

  @Test
  void agreesOnEveryVersionOfTheHotMessages() {
    for (ApiKey key : List.of(ApiKey.PRODUCE, ApiKey.FETCH, ApiKey.METADATA)) {
      for (int version = key.minVersion(); version <= key.maxVersion(); version++) {
        agree(StockMessages.ours(key, "Request"), version);
        agree(StockMessages.ours(key, "Response"), version);
      }
    }
  }

  @Test
  void isBuiltOnceTheCodecIsHotAndNotBefore() {
    Queue<Runnable> work = new ArrayDeque<>();
    Codec<Metadata.Request> codec = Codecs.compiling(work::add, 3).of(Metadata.Request.class, 12);
    Metadata.Request message = new Metadata.Request(List.of(), true, false, false);
    for (int i = 0; i < 3; i++) {
      codec.write(message, Unpooled.buffer());
    }
    assertEquals(0, work.size());
    codec.write(message, Unpooled.buffer());
    codec.write(message, Unpooled.buffer());
    assertEquals(1, work.size());
  }

  @Test
  void refusesAsTheInterpretedOneDoes() {
    Metadata.Request lost = new Metadata.Request(null, false, false, false);
    Codec<Metadata.Request> interpreted = Codecs.interpreted().of(Metadata.Request.class, 1);
    Codec<Metadata.Request> compiled = compiled(Metadata.Request.class, 1);
    assertEquals(refusal(interpreted, lost), refusal(compiled, lost));
    // Version 0 has no null.
    Metadata.Request all = new Metadata.Request(null, true, false, false);
    assertEquals(
        refusal(Codecs.interpreted().of(Metadata.Request.class, 0), all),
        refusal(compiled(Metadata.Request.class, 0), all));
  }

  private static <T extends Record> String refusal(Codec<T> codec, T message) {
    // The first use asks for the compilation, the second is compiled.
    assertThrows(IllegalArgumentException.class, () -> codec.write(message, Unpooled.buffer()));
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> codec.write(message, Unpooled.buffer()))
            .getMessage());
  }

  private static <T extends Record> Codec<T> compiled(Class<T> type, int version) {
    return Codecs.compiling(Runnable::run, 0).of(type, version);
  }

  private static <T extends Record> void agree(Class<T> type, int version) {
    Codec<T> interpreted = Codecs.interpreted().of(type, version);
    Codec<T> compiled = Codecs.compiling(Runnable::run, 0).of(type, version);
    RandomMessages random = new RandomMessages(SEED + version + type.getName().hashCode());
    for (int i = 0; i < 6; i++) {
      String what = interpreted.schema() + " message " + i + " castellan.seed=" + SEED;
      T message = type.cast(random.message(interpreted.schema()));
      byte[] bytes = RandomMessages.written(interpreted, message);
      // The first use asks for the compilation, the ones after it are compiled.
      assertArrayEquals(bytes, RandomMessages.written(compiled, message), what);
      ByteBuf in = Unpooled.wrappedBuffer(bytes);
      assertEquals(message, compiled.read(in), what);
      assertFalse(in.isReadable(), what);
    }
  }
}
