package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.AddWatch;
import io.castellan.zk.protocol.message.Auth;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.Exists;
import io.castellan.zk.protocol.message.GetData;
import io.castellan.zk.protocol.message.RequestHeader;
import io.castellan.zk.protocol.message.Sasl;
import io.castellan.zk.protocol.message.SetAcl;
import io.castellan.zk.protocol.message.SetData;
import io.castellan.zk.protocol.message.SetWatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions as clients lead them, with bytes changed, cut, repeated, swapped or made up: whatever
 * comes, the server lets go of the connection, of its memory and of its requests, and answers the
 * next client. {@code -Dcastellan.fuzz.seed} and {@code -Dcastellan.fuzz.sessions} choose others.
 */
class FuzzTest {
  private static final long SEED = Long.getLong("castellan.fuzz.seed", 20_261_121L);
  private static final int SESSIONS = Integer.getInteger("castellan.fuzz.sessions", 400);
  private static final int TIMEOUT_MS = 10_000;
  private static final int MAX_REQUEST_BYTES = 1_048_575;

  @TempDir Path directory;

  @Test
  void noBytesKeepTheServerFromAnsweringTheNextClient() throws Exception {
    long seed = SEED;
    try (TestServer server = TestServer.start(directory, Map.of("extendedTypesEnabled", "true"))) {
      for (int session = 0; session < SESSIONS; session++) {
        seed = SEED + session;
        Random random = new Random(seed);
        lead(server, mutated(recorded(random), random), random);
        if (session % 50 == 0) {
          answers(server);
        }
      }
      answers(server);
      settles(server, "zk_outstanding_requests", 0);
      settles(server, "zk_num_alive_connections", 1); // the one that asks
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  /** The frames of one session: a handshake and a dozen requests of any kind. */
  private static List<byte[]> recorded(Random random) {
    List<byte[]> frames = new ArrayList<>();
    frames.add(
        RawClient.frameOf(
            new Connect.Request(0, 0, 1000 + random.nextInt(5000), 0, new byte[16], false)::write));
    for (int xid = 1; xid <= 12; xid++) {
      frames.add(request(xid, random));
    }
    if (random.nextBoolean()) {
      frames.add(frame(99, OpCode.CLOSE_SESSION, writer -> {}));
    }
    return frames;
  }

  private static byte[] request(int xid, Random random) {
    String path = "/f" + random.nextInt(8) + (random.nextInt(3) == 0 ? "/c" : "");
    byte[] data = new byte[random.nextInt(64)];
    random.nextBytes(data);
    Acl own = new Acl(31, new Id("auth", ""));
    return switch (random.nextInt(14)) {
      case 0, 1 ->
          frame(
              xid,
              OpCode.CREATE,
              new Create.Request(path, data, Acl.OPEN, random.nextInt(7))::write);
      case 2 -> frame(xid, OpCode.DELETE, new Delete.Request(path, -1)::write);
      case 3 -> frame(xid, OpCode.SET_DATA, new SetData.Request(path, data, -1)::write);
      case 4 -> frame(xid, OpCode.GET_DATA, new GetData.Request(path, true)::write);
      case 5 -> frame(xid, OpCode.EXISTS, new Exists.Request(path, true)::write);
      case 6 -> frame(xid, OpCode.SET_ACL, new SetAcl.Request(path, List.of(own), -1)::write);
      case 7 -> frame(-4, OpCode.AUTH, new Auth.Request(0, "digest", data)::write);
      case 8 -> frame(xid, OpCode.SASL, new Sasl.Request(data)::write);
      case 9 ->
          frame(
              -8,
              OpCode.SET_WATCHES,
              new SetWatches.Request(1, List.of(path), List.of(path), List.of(path))::write);
      case 10 -> frame(xid, OpCode.ADD_WATCH, new AddWatch.Request(path, 1)::write);
      case 11 -> frame(-2, OpCode.PING, writer -> {});
      case 12 -> frame(xid, OpCode.MULTI, writer -> multi(writer, path, data));
      default -> frame(xid, OpCode.WHO_AM_I, writer -> {});
    };
  }

  private static void multi(JuteWriter writer, String path, byte[] data) {
    writer.writeInt(OpCode.CREATE.code());
    writer.writeBoolean(false);
    writer.writeInt(-1);
    new Create.Request(path, data, Acl.OPEN, 0).write(writer);
    writer.writeInt(OpCode.DELETE.code());
    writer.writeBoolean(false);
    writer.writeInt(-1);
    new Delete.Request(path, -1).write(writer);
    writer.writeInt(-1);
    writer.writeBoolean(true);
    writer.writeInt(-1);
  }

  private static byte[] frame(int xid, OpCode op, Consumer<JuteWriter> body) {
    return RawClient.frameOf(
        writer -> {
          new RequestHeader(xid, op.code()).write(writer);
          body.accept(writer);
        });
  }

  /** One to four changes, to single frames or to all of the bytes. */
  private static byte[] mutated(List<byte[]> recorded, Random random) {
    List<byte[]> frames = new ArrayList<>(recorded);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(frames.size());
      byte[] frame = frames.get(at).clone();
      switch (random.nextInt(9)) {
        case 0 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        case 2 -> setInt(frame, 0, random.nextInt());
        case 3 -> setInt(frame, 0, random.nextInt(2 * MAX_REQUEST_BYTES));
        case 4 -> setInt(frame, random.nextInt(frame.length), interesting(random));
        case 5 -> frame = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
        case 6 -> frames.add(random.nextInt(frames.size()), frame);
        case 7 -> frames.set(random.nextInt(frames.size()), frame);
        default -> {
          byte[] noise = new byte[random.nextInt(200)];
          random.nextBytes(noise);
          frames.add(at, noise);
        }
      }
      frames.set(at, frame);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static int interesting(Random random) {
    int[] values = {-1, -2, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20, 1 << 30};
    return values[random.nextInt(values.length)];
  }

  private static void setInt(byte[] bytes, int at, int value) {
    for (int i = 0; i < Integer.BYTES && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }

  /** Sends the bytes in pieces, ends, and waits for the server to have done so too. */
  private static void lead(TestServer server, byte[] bytes, Random random) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.setTcpNoDelay(true);
      int at = 0;
      while (at < bytes.length) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(300));
        socket.getOutputStream().write(bytes, at, length);
        at += length;
      }
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (SocketException closedByTheServer) {
      // Before all was written: the rest is of no interest to it.
    }
  }

  private static void answers(TestServer server) throws IOException {
    try (RawClient client = server.raw()) {
      client.connect(0, new byte[16], TIMEOUT_MS);
      client.send(1, OpCode.GET_DATA, new GetData.Request("/", false)::write);
      assertEquals(0, client.receive().header().err());
    }
  }

  private static void settles(TestServer server, String gauge, long expected) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (monitored(server, gauge) != expected) {
      assertTrue(System.nanoTime() < deadline, () -> gauge + " stays above " + expected);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static long monitored(TestServer server, String gauge) throws IOException {
    try (RawClient client = server.raw()) {
      client.sendBytes("mntr".getBytes(StandardCharsets.US_ASCII));
      String text = new String(client.receiveAll(), StandardCharsets.UTF_8);
      for (String line : text.split("\n", -1)) {
        if (line.startsWith(gauge + "\t")) {
          return (long) Double.parseDouble(line.substring(gauge.length() + 1));
        }
      }
      throw new AssertionError("no " + gauge + " in:\n" + text);
    }
  }
}
