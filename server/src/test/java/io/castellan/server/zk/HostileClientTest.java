package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.AddWatch;
import io.castellan.zk.protocol.message.Auth;
import io.castellan.zk.protocol.message.Check;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.Exists;
import io.castellan.zk.protocol.message.GetData;
import io.castellan.zk.protocol.message.SetData;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that lie, break off, do not read, or come in crowds: each harms itself alone. */
@SuppressWarnings("try") // a stock client's close() may be interrupted, and so may a test
class HostileClientTest {
  @TempDir Path directory;

  @Test
  void aLengthThatLiesClosesTheConnectionAndAllocatesNothing() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x100000}) {
        try (RawClient liar = server.raw()) {
          liar.sendBytes(ByteBuffer.allocate(4).putInt(length).array());
          assertEquals(0, liar.receiveAll().length, () -> "length " + length);
        }
      }
      stillServes(server);
    }
  }

  @Test
  void everyTruncatedOrMangledFirstFrameIsSurvived() throws Exception {
    long seed = 20261121;
    Random random = new Random(seed);
    byte[] whole =
        HexFormat.of()
            .parseHex(
                "0000002d"
                    + "00".repeat(12)
                    + "00007530"
                    + "00".repeat(8)
                    + "00000010"
                    + "00".repeat(17));
    try (TestServer server = TestServer.start(directory)) {
      for (int i = 0; i < 60; i++) {
        byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length));
        if (bytes.length > 4 && random.nextBoolean()) {
          bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
          bytes[3] = (byte) (bytes.length - 4);
        }
        try (RawClient client = server.raw()) {
          client.sendBytes(bytes);
          client.endOutput();
          client.awaitEnd();
        }
      }
      stillServes(server);
    } catch (Exception e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  @Test
  void anUnknownOperationIsAnsweredAndTheConnectionClosed() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      try (RawClient client = connected(server)) {
        client.send(
            writer -> {
              writer.writeInt(7);
              writer.writeInt(4711);
            });
        RawClient.Frame answer = client.receive();
        assertEquals(7, answer.header().xid());
        assertEquals(-6, answer.header().err());
        assertEquals(0, client.receiveAll().length);
      }
      try (RawClient client = connected(server)) {
        // ZOOKEEPER-4858: a check outside a multi could corrupt a leader's pending view.
        client.send(1, OpCode.CHECK, new Check.Request("/", 0)::write);
        assertEquals(-6, client.receive().header().err());
        assertEquals(0, client.receiveAll().length);
      }
    }
  }

  @Test
  void anUndecodableBodyIsAnsweredAndTheConnectionServesOn() throws Exception {
    try (TestServer server = TestServer.start(directory);
        RawClient client = connected(server)) {
      client.send(1, OpCode.GET_DATA, writer -> writer.writeInt(Integer.MAX_VALUE));
      assertEquals(-5, client.receive().header().err());
      client.send(2, OpCode.GET_DATA, new GetData.Request("/", false)::write);
      assertEquals(0, client.receive().header().err());
    }
  }

  @Test
  void answersKeepTheOrderOfRequestsThatAreSentAtOnce() throws Exception {
    try (TestServer server = TestServer.start(directory);
        RawClient client = connected(server)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(frame(1, OpCode.CREATE, new Create.Request("/o", null, Acl.OPEN, 0)::write));
      int xid = 1;
      for (int version = 0; version < 200; version++) {
        byte[] data = ByteBuffer.allocate(4).putInt(version + 1).array();
        all.writeBytes(
            frame(++xid, OpCode.SET_DATA, new SetData.Request("/o", data, version)::write));
        all.writeBytes(frame(++xid, OpCode.GET_DATA, new GetData.Request("/o", false)::write));
      }
      client.sendBytes(all.toByteArray());
      assertEquals(1, client.receive().header().xid());
      for (int version = 0; version < 200; version++) {
        RawClient.Frame set = client.receive();
        assertEquals(2 + 2 * version, set.header().xid());
        assertEquals(0, set.header().err());
        RawClient.Frame get = client.receive();
        assertEquals(3 + 2 * version, get.header().xid());
        byte[] data = GetData.Response.read(get.body()).data();
        assertEquals(version + 1, ByteBuffer.wrap(data == null ? new byte[4] : data).getInt());
      }
    }
  }

  @Test
  void aClientThatDoesNotReadItsEventsIsDroppedBeforeItFillsTheMemory() throws Exception {
    String path = "/" + "n".repeat(60_000);
    try (TestServer server = TestServer.start(directory);
        RawClient lazy = connected(server);
        RawClient busy = connected(server)) {
      lazy.send(1, OpCode.ADD_WATCH, new AddWatch.Request(path, 0)::write);
      assertEquals(0, lazy.receive().header().err());
      busy.send(1, OpCode.CREATE, new Create.Request(path, null, Acl.OPEN, 0)::write);
      assertEquals(0, busy.receive().header().err());
      // 60 kB an event: 32 MiB are there after some 560 of them, and the sockets hold some more.
      for (int i = 0; i < 1500; i++) {
        busy.send(2 + i, OpCode.SET_DATA, new SetData.Request(path, null, -1)::write);
        assertEquals(0, busy.receive().header().err());
      }
      long read = 0;
      try {
        read = lazy.receiveAll().length;
      } catch (SocketException reset) {
        assertTrue(read < 60_000L * 1500, "dropped in the middle of a frame");
      }
      assertTrue(read < 60_000L * 1500, "read " + read);
      stillServes(server);
    }
  }

  @Test
  void aClientMayAskForMoreAtOnceThanTheServerWouldKeepUnread() throws Exception {
    int times = 60;
    byte[] data = new byte[900_000];
    try (TestServer server = TestServer.start(directory);
        RawClient client = connected(server)) {
      client.send(1, OpCode.CREATE, new Create.Request("/large", data, Acl.OPEN, 0)::write);
      assertEquals(0, client.receive().header().err());
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < times; i++) {
        all.writeBytes(frame(2 + i, OpCode.GET_DATA, new GetData.Request("/large", false)::write));
      }
      client.sendBytes(all.toByteArray());
      for (int i = 0; i < times; i++) {
        RawClient.Frame answer = client.receive();
        assertEquals(2 + i, answer.header().xid());
        assertEquals(data.length, answer.body().readInt("data length"));
      }
    }
  }

  @Test
  void aWriteBehindItsCredentialsHasThemWhateverIsStillOnItsWay() throws Exception {
    byte[] credentials = "bob:secret".getBytes(StandardCharsets.UTF_8);
    try (TestServer server = TestServer.start(directory);
        RawClient client = connected(server)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(frame(1, OpCode.CREATE, new Create.Request("/a", null, Acl.OPEN, 0)::write));
      all.writeBytes(frame(-4, OpCode.AUTH, new Auth.Request(0, "digest", credentials)::write));
      all.writeBytes(
          frame(2, OpCode.CREATE, new Create.Request("/b", null, Acl.CREATOR_ALL, 0)::write));
      client.sendBytes(all.toByteArray());
      for (int xid : new int[] {1, -4, 2}) {
        RawClient.Frame answer = client.receive();
        assertEquals(xid, answer.header().xid());
        assertEquals(0, answer.header().err(), () -> "xid " + xid);
      }
    }
  }

  @Test
  void noMoreConnectionsFromOneAddressThanAreAllowed() throws Exception {
    try (TestServer server = TestServer.start(directory, Map.of("maxClientCnxns", "3"))) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(connected(server));
      }
      try (RawClient fourth = server.raw()) {
        assertThrows(
            IOException.class,
            () -> {
              fourth.connect(0, new byte[16], 10_000);
              fourth.receive();
            });
      }
      clients.remove(0).close();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (true) {
        try (RawClient again = server.raw()) {
          again.connect(0, new byte[16], 10_000);
          break;
        } catch (IOException notYet) {
          assertTrue(System.nanoTime() < deadline, "no room within 10 s");
        }
      }
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aConnectionThatOpensNoSessionIsClosed() throws Exception {
    try (TestServer server =
            TestServer.start(directory, Map.of("nio.sessionlessCnxnTimeout", "200"));
        RawClient silent = server.raw()) {
      assertEquals(0, silent.receiveAll().length);
    }
  }

  @Test
  void aClientOfThisProcessConnectsWithoutASocket() throws Exception {
    byte[] first =
        RawClient.frameOf(new Connect.Request(0, 0, 10_000, 0, new byte[16], false)::write);
    var loops = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    try (TestServer server = TestServer.start(directory)) {
      CompletableFuture<Integer> answered = new CompletableFuture<>();
      var channel =
          new Bootstrap()
              .group(loops)
              .channel(LocalChannel.class)
              .handler(
                  new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                      answered.complete(((ByteBuf) message).getInt(0));
                      ReferenceCountUtil.release(message);
                    }
                  })
              .connect(server.localAddress())
              .sync()
              .channel();
      channel.writeAndFlush(Unpooled.wrappedBuffer(first));
      assertEquals(37, answered.get(10, TimeUnit.SECONDS));
      channel.close().sync();
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  @Test
  void aWatchOfManyIsToldToEachOfThem() throws Exception {
    int count = 300;
    try (TestServer server = TestServer.start(directory);
        ZooKeeper writer = server.client()) {
      List<RawClient> watchers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        RawClient watcher = connected(server);
        watcher.send(1, OpCode.EXISTS, new Exists.Request("/many", true)::write);
        assertEquals(-101, watcher.receive().header().err());
        watchers.add(watcher);
      }
      writer.create("/many", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      for (RawClient watcher : watchers) {
        assertEquals("1 /many", watcher.receive().event());
        watcher.close();
      }
    }
  }

  private static RawClient connected(TestServer server) throws IOException {
    RawClient client = server.raw();
    client.connect(0, new byte[16], 10_000);
    return client;
  }

  private static byte[] frame(int xid, OpCode op, Consumer<JuteWriter> body) {
    return RawClient.frameOf(
        writer -> {
          writer.writeInt(xid);
          writer.writeInt(op.code());
          body.accept(writer);
        });
  }

  private static void stillServes(TestServer server) throws Exception {
    try (ZooKeeper client = server.client()) {
      client.getData("/", false, null);
    }
  }
}
