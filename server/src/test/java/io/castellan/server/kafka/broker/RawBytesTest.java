package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that say what they should not, byte by byte. */
class RawBytesTest {
  private static final short PRODUCE = 0;
  private static final short METADATA = 3;
  private static final short API_VERSIONS = 18;

  @TempDir Path dir;
  private DataPath broker;
  private Socket socket;
  private DataOutputStream out;
  private DataInputStream in;

  @BeforeEach
  void start() throws Exception {
    broker = new DataPath(dir);
    connect();
  }

  private void connect() throws IOException {
    socket = new Socket(broker.address().getAddress(), broker.address().getPort());
    socket.setSoTimeout(20_000);
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
    broker.close();
  }

  @Test
  void aVersionOfApiVersionsThatIsNotServedIsAnsweredInVersionZero() throws Exception {
    send(request(API_VERSIONS, 6, 41, ByteBuffer.allocate(3)));
    assertEquals(16, in.readInt());
    assertEquals(41, in.readInt());
    assertEquals(35, in.readShort());
    assertEquals(1, in.readInt());
    assertEquals(API_VERSIONS, in.readShort());
    assertEquals(0, in.readShort());
    assertEquals(5, in.readShort());
    send(request(API_VERSIONS, 0, 42, ByteBuffer.allocate(0)));
    in.readInt();
    assertEquals(42, in.readInt(), "the connection serves on");
    assertEquals(0, in.readShort());
    assertEquals(11, in.readInt(), "what is served, no more");
  }

  @Test
  void whatIsNotServedClosesTheConnection() throws Exception {
    assertCloses(request(999, 0, 1, ByteBuffer.allocate(0)));
    assertCloses(request(METADATA, 14, 1, ByteBuffer.allocate(8)));
    assertCloses(request(1, 19, 1, ByteBuffer.allocate(64)));
    assertCloses(request(56, 0, 1, ByteBuffer.allocate(8))); // known to the codec, but not served
  }

  @Test
  void lyingLengthsCloseTheConnection() throws Exception {
    assertCloses(request(METADATA, 1, 1, ByteBuffer.allocate(4).putInt(0, Integer.MAX_VALUE)));
    assertCloses(request(METADATA, 1, 1, ByteBuffer.allocate(2)));
    assertCloses(ByteBuffer.allocate(4).putInt(0, -5));
    assertCloses(ByteBuffer.allocate(4).putInt(0, Integer.MAX_VALUE));
    assertCloses(ByteBuffer.allocate(7).putInt(0, 3));
  }

  @Test
  void answersBeforeABadRequestStillArrive() throws Exception {
    send(request(API_VERSIONS, 0, 7, ByteBuffer.allocate(0)));
    send(request(999, 0, 8, ByteBuffer.allocate(0)));
    int length = in.readInt();
    assertEquals(7, in.readInt());
    assertEquals(length - 4, in.readNBytes(length - 4).length);
    assertThrows(EOFException.class, in::readInt);
  }

  @Test
  void unacknowledgedRecordsThatAreRefusedCostTheConnection() throws Exception {
    broker.createTopic("t", 1, Map.of());
    ByteBuffer body = ByteBuffer.allocate(200);
    body.putShort((short) -1).putShort((short) 0).putInt(1000); // no transaction, acks=0
    body.putInt(1).putShort((short) 1).put((byte) 't').putInt(1).putInt(0);
    body.putInt(70).put(new byte[70]).flip(); // no batch at all
    assertCloses(request(PRODUCE, 3, 9, body));
  }

  @Test
  void damagedRecordsOfOldFormatsAreRefusedByName() throws Exception {
    broker.createTopic("t", 1, Map.of());
    ByteBuffer body = ByteBuffer.allocate(200);
    body.putShort((short) 1).putInt(1000);
    body.putInt(1).putShort((short) 1).put((byte) 't').putInt(1).putInt(0);
    byte[] legacy = new byte[70];
    legacy[11] = 58; // one message of format 1, without a checksum
    legacy[16] = 1;
    body.putInt(legacy.length).put(legacy).flip();
    send(request(PRODUCE, 2, 10, body));
    in.readInt();
    assertEquals(10, in.readInt());
    assertEquals(1, in.readInt());
    assertEquals(1, in.readShort());
    assertEquals('t', in.readByte());
    assertEquals(1, in.readInt());
    assertEquals(0, in.readInt());
    assertEquals(2, in.readShort());
  }

  private static ByteBuffer request(int api, int version, int correlationId, ByteBuffer body) {
    boolean flexible = (api == API_VERSIONS && version >= 3) || (api == METADATA && version >= 9);
    ByteBuffer frame = ByteBuffer.allocate(4 + 10 + 1 + body.remaining());
    frame.putInt(0).putShort((short) api).putShort((short) version).putInt(correlationId);
    frame.putShort((short) -1);
    if (flexible) {
      frame.put((byte) 0);
    }
    frame.put(body).flip();
    return frame.putInt(0, frame.limit() - 4);
  }

  private void send(ByteBuffer frame) throws IOException {
    byte[] bytes = new byte[frame.remaining()];
    frame.duplicate().get(bytes);
    out.write(bytes);
    out.flush();
  }

  private void assertCloses(ByteBuffer bytes) throws IOException {
    send(bytes);
    assertTrue(isClosed(), "open after a bad request");
    socket.close();
    connect();
  }

  private boolean isClosed() throws IOException {
    try {
      return in.read() == -1;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }
}
