package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.ClientIdentity;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.GetData;
import io.castellan.zk.protocol.message.RequestHeader;
import io.castellan.zk.protocol.message.WhoAmI;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are right, and do it otherwise than most. */
@SuppressWarnings("try") // a stock client's close() may be interrupted, and so may a test
class OddClientsTest {
  private static final int PINGS = 20_000;
  private static final int IDLE = 5000;

  @TempDir Path directory;

  @Test
  void aClientMaySendByteByByte() throws Exception {
    try (TestServer server = TestServer.start(directory);
        RawClient client = server.raw()) {
      byte[] connect =
          RawClient.frameOf(new Connect.Request(0, 0, 10_000, 0, new byte[16], false)::write);
      byte[] get = get(1);
      for (byte[] frame : new byte[][] {connect, get}) {
        for (byte one : frame) {
          client.sendBytes(new byte[] {one});
        }
      }
      client.receiveFrame();
      assertEquals(1, client.receive().header().xid());
    }
  }

  @Test
  void aHandshakeWithoutTheReadOnlyFlagIsAnsweredWithoutIt() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      try (RawClient old = server.raw()) {
        old.send(new Connect.Request(0, 0, 10_000, 0, new byte[16], null)::write);
        assertEquals(36, old.receiveFrame().readableBytes());
      }
      try (RawClient young = server.raw()) {
        young.send(new Connect.Request(0, 0, 10_000, 0, new byte[16], true)::write);
        var answer = young.receiveFrame();
        assertEquals(37, answer.readableBytes());
        assertEquals(0, answer.getByte(36), "this server is not read-only");
      }
    }
  }

  @Test
  void aFloodOfPingsIsAnsweredToTheLast() throws Exception {
    try (TestServer server = TestServer.start(directory);
        RawClient client = connected(server);
        RawClient other = connected(server)) {
      byte[] ping = RawClient.frameOf(new RequestHeader(-2, OpCode.PING.code())::write);
      ByteArrayOutputStream flood = new ByteArrayOutputStream();
      for (int i = 0; i < PINGS; i++) {
        flood.writeBytes(ping);
      }
      Thread sender = new Thread(() -> send(client, flood.toByteArray()));
      sender.start();
      other.sendBytes(get(1));
      assertEquals(0, other.receive().header().err());
      for (int i = 0; i < PINGS; i++) {
        assertEquals(-2, client.receive().header().xid());
      }
      sender.join();
    }
  }

  @Test
  void whoStopsSendingStillGetsWhatWasAskedForOrIsClosed() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      for (int i = 0; i < 20; i++) {
        try (RawClient client = connected(server)) {
          client.sendBytes(get(1));
          client.endOutput();
          client.awaitEnd();
        }
      }
      try (RawClient next = connected(server)) {
        next.sendBytes(get(1));
        assertEquals(0, next.receive().header().err());
      }
    }
  }

  private static InetAddress ipv6Loopback() throws UnknownHostException {
    byte[] address = new byte[16];
    address[15] = 1;
    return InetAddress.getByAddress(address);
  }

  @Test
  void aClientMayComeByIpv6() throws Exception {
    assumeTrue(hasIpv6(), "no IPv6 loopback on this machine");
    try (TestServer server = TestServer.start(directory, Map.of("clientPortAddress", "::1"));
        Socket socket = new Socket(ipv6Loopback(), server.port())) {
      socket.setSoTimeout(10_000);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      socket
          .getOutputStream()
          .write(
              RawClient.frameOf(new Connect.Request(0, 0, 10_000, 0, new byte[16], false)::write));
      in.readNBytes(in.readInt());
      socket
          .getOutputStream()
          .write(RawClient.frameOf(new RequestHeader(1, OpCode.WHO_AM_I.code())::write));
      byte[] answer = in.readNBytes(in.readInt());
      var reader =
          new io.castellan.zk.protocol.jute.JuteReader(
              io.netty.buffer.Unpooled.wrappedBuffer(answer, 16, answer.length - 16));
      assertEquals(
          List.of(new ClientIdentity("ip", "0:0:0:0:0:0:0:1")),
          WhoAmI.Response.read(reader).identities());
    }
  }

  @Test
  void aClientWithManyWatchesIsToldOfEachThatItMissed() throws Exception {
    // Its client sends them in several requests of at most 128 KiB (ZOOKEEPER-706).
    int count = 1500;
    String root = "/" + "long".repeat(40);
    TestServer.Events events = new TestServer.Events();
    try (TestServer server = TestServer.start(directory);
        ZooKeeper changer = server.client();
        ZooKeeper watcher = server.client(events)) {
      changer.create(root, null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      Set<String> expected = new TreeSet<>();
      for (int i = 0; i < count; i++) {
        String path = root + "/n" + i;
        watcher.exists(
            path, true, (code, name, context, stat) -> {}, null); // in order, so the last is all
        expected.add("NodeCreated " + path);
      }
      watcher.exists(root, false);
      watcher.getTestable().closeSocket();
      for (int i = 0; i < count; i++) {
        changer.create(
            root + "/n" + i,
            null,
            ZooDefs.Ids.OPEN_ACL_UNSAFE,
            CreateMode.PERSISTENT,
            (code, path, context, name) -> {},
            null);
      }
      Set<String> told = new TreeSet<>();
      while (told.size() < count) {
        String event = events.next();
        assertTrue(told.add(event), event);
      }
      assertEquals(expected, told);
    }
  }

  @Test
  void aClientBelowARootSeesNothingElse() throws Exception {
    TestServer.Events events = new TestServer.Events();
    try (TestServer server = TestServer.start(directory);
        ZooKeeper above = server.client()) {
      above.create("/app", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      try (ZooKeeper below = new ZooKeeper("127.0.0.1:" + server.port() + "/app", 10_000, events)) {
        events.awaitConnected();
        below.exists("/x", true);
        above.create("/app/x", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        assertEquals("NodeCreated /x", events.next());
        assertEquals(List.of("x"), below.getChildren("/", false));
      }
    }
  }

  @Test
  void thousandsThatDoNothingCostNobodyAnything() throws Exception {
    assumeTrue(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            && unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                > 2 * IDLE + 200,
        "not enough file descriptors for " + IDLE + " connections in one process");
    List<SocketChannel> idle = new ArrayList<>();
    try (TestServer server = TestServer.start(directory, Map.of("maxSessionTimeout", "60000"))) {
      ByteBuffer connect =
          ByteBuffer.wrap(
              RawClient.frameOf(new Connect.Request(0, 0, 60_000, 0, new byte[16], false)::write));
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      for (int i = 0; i < IDLE; i++) {
        SocketChannel channel = SocketChannel.open(address);
        idle.add(channel);
        channel.write(connect.duplicate());
      }
      for (SocketChannel channel : idle) {
        ByteBuffer answer = ByteBuffer.allocate(41);
        while (answer.hasRemaining() && channel.read(answer) >= 0) {
          // until the whole answer is there
        }
        assertTrue(answer.getInt(8) > 0, "a session");
      }
      try (RawClient client = connected(server)) {
        long startNanos = System.nanoTime();
        for (int xid = 1; xid <= 100; xid++) {
          client.sendBytes(get(xid));
          assertEquals(0, client.receive().header().err());
        }
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        assertTrue(ms < 5000, () -> "100 reads beside " + IDLE + " connections: " + ms + " ms");
      }
    } finally {
      for (SocketChannel channel : idle) {
        channel.close();
      }
    }
  }

  private static RawClient connected(TestServer server) throws IOException {
    RawClient client = server.raw();
    client.connect(0, new byte[16], 10_000);
    return client;
  }

  private static byte[] get(int xid) {
    return RawClient.frameOf(
        writer -> {
          new RequestHeader(xid, OpCode.GET_DATA.code()).write(writer);
          new GetData.Request("/", false).write(writer);
        });
  }

  private static void send(RawClient client, byte[] bytes) {
    try {
      client.sendBytes(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean hasIpv6() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
  }
}
