package io.castellan.zk.protocol.quorum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zookeeper.server.quorum.FastLeaderElection;
import org.apache.zookeeper.server.quorum.QuorumCnxManager.InitialMessage;
import org.junit.jupiter.api.Test;

/** What election ports say, in the forms of every release. */
class ElectionWireTest {
  private static final String CONFIG = "server.1=a:1:2\nversion=\u00e9";

  @Test
  void writesTheMessageThatStockWrites() throws Exception {
    Method build =
        FastLeaderElection.class.getDeclaredMethod(
            "buildMsg", int.class, long.class, long.class, long.class, long.class, byte[].class);
    build.setAccessible(true);
    for (PeerState state : PeerState.values()) {
      ElectionMessage message =
          new ElectionMessage(state, 3, 0x200000007L, 11, 2, ElectionMessage.VERSION, CONFIG);
      ByteBuffer stock =
          (ByteBuffer)
              build.invoke(
                  null,
                  state.code(),
                  3L,
                  0x200000007L,
                  11L,
                  2L,
                  CONFIG.getBytes(StandardCharsets.UTF_8));
      stock.rewind();
      byte[] stockBytes = new byte[stock.remaining()];
      stock.get(stockBytes);
      assertArrayEquals(stockBytes, bytes(message::write));
      assertEquals(message, read(stockBytes));
    }
  }

  @Test
  void readsTheMessagesOfOlderReleases() {
    byte[] whole =
        bytes(new ElectionMessage(PeerState.FOLLOWING, 3, 0x200000007L, 11, 5, 2, CONFIG)::write);
    assertEquals(
        new ElectionMessage(PeerState.FOLLOWING, 3, 0x200000007L, 11, 2, 0, null),
        read(Arrays.copyOf(whole, 28)),
        "before 3.4: the epoch is that of the zxid");
    assertEquals(
        new ElectionMessage(PeerState.FOLLOWING, 3, 0x200000007L, 11, 5, 0, null),
        read(Arrays.copyOf(whole, 40)),
        "3.4: its version counts as 0");
  }

  @Test
  void refusesEveryOtherLength() {
    byte[] whole = bytes(new ElectionMessage(PeerState.LOOKING, 3, 7, 11, 5, 2, CONFIG)::write);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length != 28 && length != 40) {
        assertThrows(JuteException.class, () -> read(cut), "length " + length);
      }
    }
    for (int lie : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, CONFIG.length() + 100}) {
      ByteBuffer.wrap(whole).putInt(40, lie);
      assertThrows(JuteException.class, () -> read(whole), "config length " + lie);
    }
    ByteBuffer.wrap(whole).putInt(0, 4);
    assertTrue(
        String.valueOf(assertThrows(JuteException.class, () -> read(whole)).getMessage())
            .contains("state"));
  }

  @Test
  void saysHelloAsStockUnderstandsIt() throws Exception {
    ElectionHello one = new ElectionHello(ElectionHello.Version.V1, 2, List.of("10.0.0.2:3888"));
    assertEquals(
        "ffffffffffff000000000000000000020000000d31302e302e302e323a33383838",
        ByteBufUtil.hexDump(bytes(one::write)));
    ElectionHello two =
        new ElectionHello(
            ElectionHello.Version.V2, 2, List.of("10.0.0.2:3888", "[0:0:0:0:0:0:0:1]:3889"));
    for (ElectionHello hello : List.of(one, two)) {
      byte[] bytes = bytes(hello::write);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      InitialMessage stock = InitialMessage.parse(in.readLong(), in);
      assertEquals(2, stock.sid);
      assertEquals(hello.addresses().size(), stock.electionAddr.size());
      assertEquals(hello, ElectionHello.read(new JuteReader(Unpooled.wrappedBuffer(bytes))));
    }
  }

  @Test
  void knowsWhenAHelloIsWhole() {
    for (ElectionHello hello :
        List.of(
            new ElectionHello(null, 7, List.of()),
            new ElectionHello(ElectionHello.Version.V1, 7, List.of("host:1")))) {
      byte[] bytes = bytes(hello::write);
      for (int length = 0; length < bytes.length; length++) {
        assertTrue(ElectionHello.neededBytes(Unpooled.wrappedBuffer(bytes, 0, length)) > length);
      }
      byte[] more = Arrays.copyOf(bytes, bytes.length + 44);
      assertEquals(bytes.length, ElectionHello.neededBytes(Unpooled.wrappedBuffer(more)));
      assertEquals(hello, ElectionHello.read(new JuteReader(Unpooled.wrappedBuffer(bytes))));
    }
  }

  @Test
  void refusesAHelloThatLies() {
    byte[] hello = bytes(new ElectionHello(ElectionHello.Version.V1, 7, List.of("host:1"))::write);
    for (int lie : new int[] {-1, 0, 2049, Integer.MAX_VALUE}) {
      byte[] lying = hello.clone();
      ByteBuffer.wrap(lying).putInt(16, lie);
      assertThrows(
          JuteException.class, () -> ElectionHello.neededBytes(Unpooled.wrappedBuffer(lying)));
    }
    ByteBuffer.wrap(hello).putLong(0, -1);
    assertThrows(
        JuteException.class, () -> ElectionHello.neededBytes(Unpooled.wrappedBuffer(hello)));
  }

  private static ElectionMessage read(byte[] bytes) {
    return ElectionMessage.read(new JuteReader(Unpooled.wrappedBuffer(bytes)));
  }

  private static byte[] bytes(Consumer<JuteWriter> write) {
    ByteBuf buf = Unpooled.buffer();
    write.accept(new JuteWriter(buf));
    return ByteBufUtil.getBytes(buf);
  }
}
