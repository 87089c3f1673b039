package io.castellan.kafka.protocol.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.DecodeException;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.kafka.protocol.message.Metadata;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a broken or malicious peer may send costs an exception, and nothing else. */
class MalformedMessagesTest {

  private static final long SEED = Long.getLong("castellan.seed", 20260102);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A longer message is changed at so many places, spread over it. */
  private static final int PLACES = 48;

  /**
   * Far above what a message of some hundred bytes needs with its exceptions, far below what a
   * lying length asks for.
   */
  private static final long MOST_ALLOCATED = 1 << 22;

  @Test
  void everyTruncationIsADecodeException() {
    forSomeVersions(
        (codec, bytes, what) -> {
          int step = 1 + bytes.length / (4 * PLACES);
          for (int length = 0; length < bytes.length; length += step) {
            ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, length);
            assertThrows(DecodeException.class, () -> codec.read(in), what + " cut to " + length);
          }
        });
  }

  @Test
  void everyLieAboutALengthIsCheap() {
    byte[][] lies = {
      {(byte) 0xff},
      {0x7f},
      {0x7f, (byte) 0xff},
      {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
      {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07},
      {(byte) 0x80, 0, 0, 0}
    };
    forSomeVersions(
        (codec, bytes, what) -> {
          ByteBuf in = Unpooled.buffer(bytes.length);
          int step = 1 + bytes.length / PLACES;
          try {
            for (int position = 0; position < bytes.length; position += step) {
              for (byte[] lie : lies) {
                in.clear().writeBytes(bytes);
                in.setBytes(position, lie, 0, Math.min(lie.length, bytes.length - position));
                readCheaply(codec, in, what + " changed at " + position);
              }
            }
            assertEquals(1, in.refCnt(), what);
          } finally {
            in.release();
          }
        });
  }

  @Test
  void namesTheFieldThatIsWrong() {
    // Metadata v1: a list of two topics, the second of which claims a name of 9 bytes where 1 is
    // left.
    assertRefused(
        "Metadata.Request v1.topics[1].name: length: 9 (expected: <= 1)",
        Metadata.Request.class,
        1,
        "00000002" + "000161" + "0009" + "62");
    assertRefused(
        "Metadata.Request v1.topics: length: 2147483647 (expected: <= 0)",
        Metadata.Request.class,
        1,
        "7fffffff");
    assertRefused(
        "Metadata.Request v0.topics: null (expected: a value)",
        Metadata.Request.class,
        0,
        "ffffffff");
    assertRefused(
        "Fetch.Request v12.maxWaitMs: length: 4 (expected: <= 2)",
        Fetch.Request.class,
        12,
        "ffffffff" + "0000");
  }

  @Test
  void skipsTagsThatItDoesNotKnow() {
    Codec<Metadata.Request> codec = Codecs.interpreted().of(Metadata.Request.class, 12);
    ByteBuf in = hex("00" + "01" + "00" + "02" + "05" + "03aabbcc" + "07" + "00" + "2a");

    Metadata.Request read = codec.read(in);

    assertEquals(new Metadata.Request(null, true, false, false), read);
    assertEquals(1, in.readableBytes());
  }

  @Test
  void refusesToWriteWhatAVersionWouldLose() {
    Codec<Metadata.Request> codec = Codecs.interpreted().of(Metadata.Request.class, 1);
    ByteBuf out = Unpooled.buffer();

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> codec.write(new Metadata.Request(null, false, false, false), out));

    assertEquals(
        "Metadata.Request v1: allowAutoTopicCreation: a value (expected: the default)",
        e.getMessage());
  }

  private static <T extends Record> void assertRefused(
      String message, Class<T> type, int version, String hex) {
    for (Codecs codecs : List.of(Codecs.interpreted(), Codecs.compiling(Runnable::run, 0))) {
      Codec<T> codec = codecs.of(type, version);
      ByteBuf in = hex(hex);
      // The first read of a compiling codec asks for the compilation, the second uses it.
      assertThrows(DecodeException.class, () -> codec.read(in.duplicate()));
      assertEquals(message, assertThrows(DecodeException.class, () -> codec.read(in)).getMessage());
    }
  }

  private static ByteBuf hex(String text) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(text));
  }

  private static void readCheaply(Codec<?> codec, ByteBuf in, String what) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      codec.read(in);
    } catch (DecodeException expected) {
      // The usual end. A changed value that is no length reads as another value, which is as well.
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < MOST_ALLOCATED, what + ": " + allocated + " bytes allocated");
  }

  private interface Check {
    void run(Codec<?> codec, byte[] bytes, String what);
  }

  /** The first, the last and the first flexible version of every message. */
  private static void forSomeVersions(Check check) {
    for (ApiKey key : ApiKey.values()) {
      TreeSet<Integer> versions = new TreeSet<>();
      versions.add((int) key.minVersion());
      versions.add((int) key.maxVersion());
      if (key.serves(key.firstFlexibleVersion())) {
        versions.add(key.firstFlexibleVersion());
      }
      for (int version : versions) {
        for (String kind : List.of("Request", "Response")) {
          check(check, StockMessages.ours(key, kind), version);
        }
      }
    }
  }

  private static <T extends Record> void check(Check check, Class<T> type, int version) {
    Codec<T> codec = Codecs.interpreted().of(type, version);
    RandomMessages random = new RandomMessages(SEED + version + type.getName().hashCode());
    byte[] bytes = RandomMessages.written(codec, type.cast(random.message(codec.schema())));
    check.run(codec, bytes, codec.schema() + " castellan.seed=" + SEED);
  }
}
