package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.ApiVersions;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that lie in every byte, claim more than they send, or send all that they may. */
class HostileClientsTest {
  private static final int ROUNDS = 600;
  private static final int LENGTH_BYTES = 4;

  /** The API, the version and the correlation id stay: other values are refused before all. */
  private static final int FIRST_LIE = LENGTH_BYTES + 8;

  private static final int SOCKETS = 500;
  private static final int MAX_REQUEST = 100 << 20;
  private static final byte[] EXTREMES = {0, 1, -1, Byte.MIN_VALUE, Byte.MAX_VALUE};

  @TempDir Path dir;
  private DataPath broker;

  @BeforeEach
  void start() throws Exception {
    broker = new DataPath(dir);
    broker.createTopic(SampleRequests.TOPIC, 2, Map.of());
  }

  @AfterEach
  void stop() {
    broker.close(); // fails if a lane did
  }

  @Test
  void liesInProduceAndFetchHarmNobodyElse() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SampleRequests samples = new SampleRequests(Uuid.ZERO);
    int answered = 0;
    try (WireClient honest = new WireClient(broker.address())) {
      for (int i = 0; i < ROUNDS; i++) {
        ApiKey api = random.nextBoolean() ? ApiKey.PRODUCE : ApiKey.FETCH;
        int version = api.minVersion() + random.nextInt(api.maxVersion() - api.minVersion() + 1);
        List<? extends Record> requests = samples.of(api, version);
        byte[] frame =
            honest.frame(api, version, "liar", requests.get(random.nextInt(requests.size())));
        answered += tell(distort(frame, random)) ? 1 : 0;
        if (i % 50 == 0) {
          greet(honest);
        }
      }
      assertTrue(
          answered > ROUNDS / 20, "nearly all were closed, so little was tried: " + answered);
      assertTrue(usedDirectBytes() < 64 << 20, "direct bytes: " + usedDirectBytes());
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed: " + seed, e);
    }
  }

  /** Whether it was answered before we lost our patience; it may as well wait, or be closed. */
  private boolean tell(byte[] frame) throws IOException {
    try (Socket socket = new Socket(broker.address().getAddress(), broker.address().getPort())) {
      socket.setSoTimeout(50);
      socket.getOutputStream().write(frame);
      socket.shutdownOutput();
      return socket.getInputStream().read() >= 0;
    } catch (java.net.SocketException | java.net.SocketTimeoutException closedOrWaits) {
      return false;
    }
  }

  private static byte[] distort(byte[] frame, Random random) {
    byte[] lie = frame;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int index = FIRST_LIE + random.nextInt(lie.length - FIRST_LIE);
      lie[index] =
          random.nextBoolean()
              ? EXTREMES[random.nextInt(EXTREMES.length)]
              : (byte) (lie[index] ^ (1 << random.nextInt(8)));
    }
    if (random.nextInt(8) == 0) { // cut, or longer than it says inside
      lie = Arrays.copyOf(lie, FIRST_LIE + random.nextInt(2 * (lie.length - FIRST_LIE)));
    }
    ByteBuffer.wrap(lie).putInt(0, lie.length - LENGTH_BYTES);
    return lie;
  }

  @Test
  void framesThatFiveHundredSocketsBeginAndNeverEndCostWhatHasArrived() throws Exception {
    long before = usedDirectBytes();
    List<Socket> sockets = new ArrayList<>();
    try (WireClient honest = new WireClient(broker.address())) {
      for (int i = 0; i < SOCKETS; i++) {
        Socket socket = new Socket(broker.address().getAddress(), broker.address().getPort());
        sockets.add(socket);
        socket.getOutputStream().write(ByteBuffer.allocate(1000).putInt(0, MAX_REQUEST).array());
        if (i % 50 == 0) {
          greet(honest);
        }
      }
      greet(honest);
      long grown = usedDirectBytes() - before;
      assertTrue(grown < 64 << 20, SOCKETS + " beginnings cost " + grown + " bytes");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void theLargestRequestIsReadAndRefusedAndItsMemoryIsGivenBack() throws Exception {
    byte[] header = {0, 0, 0, 3, 0, 0, 0, 9, -1, -1}; // Produce v3, no client id
    ByteBuffer body = ByteBuffer.allocate(25);
    body.putShort((short) -1).putShort((short) 1).putInt(1000).putInt(1);
    body.putShort((short) SampleRequests.TOPIC.length())
        .put(SampleRequests.TOPIC.getBytes(StandardCharsets.UTF_8));
    ByteBuffer partitions = ByteBuffer.allocate(12).putInt(1).putInt(0);
    int records = MAX_REQUEST - header.length - body.position() - partitions.capacity();
    partitions.putInt(records);
    try (Socket socket = new Socket(broker.address().getAddress(), broker.address().getPort());
        WireClient honest = new WireClient(broker.address())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(ByteBuffer.allocate(LENGTH_BYTES).putInt(MAX_REQUEST).array());
      out.write(header);
      out.write(body.array(), 0, body.position());
      out.write(partitions.array());
      byte[] piece = new byte[1 << 20];
      for (int left = records; left > 0; left -= piece.length) {
        out.write(piece, 0, Math.min(left, piece.length));
      }
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readInt();
      assertEquals(9, in.readInt());
      greet(honest);
    }
    assertTrue(usedDirectBytes() < 200L << 20, "direct bytes: " + usedDirectBytes());
  }

  private static long usedDirectBytes() {
    return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  private static void greet(WireClient client) throws IOException {
    client.ask(
        ApiVersions.Response.class,
        ApiKey.API_VERSIONS,
        3,
        new ApiVersions.Request("test", "1.0", null, -1));
  }
}
