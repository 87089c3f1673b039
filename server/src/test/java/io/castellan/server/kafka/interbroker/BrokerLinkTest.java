package io.castellan.server.kafka.interbroker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.message.StopReplica;
import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.server.net.Transport;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link to a peer whose every byte the test decides. */
class BrokerLinkTest {
  private static final int TIMEOUT_MS = 400;

  private final Transport transport = Transport.open("link-test", 1);
  private ServerSocket peer;
  private BrokerLink link;

  @BeforeEach
  void start() throws IOException {
    peer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    link = link(peer.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    link.close();
    peer.close();
    transport.close();
  }

  @Test
  void givesEachRequestItsAnswer() throws Exception {
    CompletableFuture<Short> first = stop(1);
    CompletableFuture<Short> second = stop(2);
    try (Socket socket = peer.accept()) {
      int one = readRequest(socket);
      int two = readRequest(socket);
      answer(socket, one, 11);
      answer(socket, two, 77);
      assertEquals((short) 11, soon(first));
      assertEquals((short) 77, soon(second));
    }
  }

  @Test
  void failsWhatABrokenConnectionLeavesOpenAndConnectsAnew() throws Exception {
    CompletableFuture<Short> lost = stop(1);
    try (Socket socket = peer.accept()) {
      readRequest(socket);
    }
    assertTrue(reason(lost).contains("closed the connection"), reason(lost));

    CompletableFuture<Short> next = stop(2);
    try (Socket socket = peer.accept()) {
      answer(socket, readRequest(socket), 0);
      assertEquals((short) 0, soon(next));
    }
  }

  @Test
  void givesUpAPeerThatDoesNotAnswer() throws Exception {
    CompletableFuture<Short> never = stop(1);
    try (Socket socket = peer.accept()) {
      readRequest(socket);
      assertTrue(reason(never).contains("no answer to StopReplica"), reason(never));
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void believesNoAnswerOfAnotherRequest() throws Exception {
    CompletableFuture<Short> asked = stop(1);
    try (Socket socket = peer.accept()) {
      answer(socket, readRequest(socket) + 5, 0);
      assertTrue(reason(asked).contains("correlation id 5 (expected: 0)"), reason(asked));
    }
  }

  @Test
  void readsNoAnswerLongerThanItsLimit() throws Exception {
    CompletableFuture<Short> asked = stop(1);
    try (Socket socket = peer.accept()) {
      readRequest(socket);
      new DataOutputStream(socket.getOutputStream()).writeInt(1 << 30);
      assertTrue(reason(asked).contains("frame length: 1073741824"), reason(asked));
    }
  }

  @Test
  void namesAPeerThatIsNotThere() throws Exception {
    int gone = peer.getLocalPort();
    peer.close();
    assertTrue(reason(stop(1)).contains("127.0.0.1:" + gone + ": cannot be reached"));
  }

  private BrokerLink link(int port) {
    return new BrokerLink(
        transport.eventLoops().next(),
        transport.clientChannel(),
        Codecs.interpreted(),
        "127.0.0.1",
        port,
        new LinkSettings("test", 2_000, TIMEOUT_MS, 1 << 20));
  }

  private CompletableFuture<Short> stop(int controllerEpoch) {
    CompletableFuture<Short> outcome = new CompletableFuture<>();
    link.send(
        ApiKey.STOP_REPLICA,
        3,
        new StopReplica.Request(
            1, false, controllerEpoch, -1, false, List.of(), List.of(), List.of()),
        StopReplica.Response.class,
        new Reply<>() {
          @Override
          public void onAnswer(StopReplica.Response answer) {
            outcome.complete(answer.errorCode());
          }

          @Override
          public void onFailure(String reason) {
            outcome.completeExceptionally(new IOException(reason));
          }
        });
    return outcome;
  }

  /** Returns its correlation id. */
  private static int readRequest(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] frame = in.readNBytes(in.readInt());
    assertEquals(ApiKey.STOP_REPLICA.id(), (short) (frame[0] << 8 | frame[1]));
    return (frame[4] & 0xff) << 24 | (frame[5] & 0xff) << 16 | (frame[6] & 0xff) << 8 | frame[7];
  }

  private static void answer(Socket socket, int correlationId, int error) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(9);
    out.writeInt(correlationId);
    out.writeByte(0); // no tagged fields in the header
    out.writeShort(error);
    out.writeByte(1); // no partitions
    out.writeByte(0);
    out.flush();
  }

  private static short soon(CompletableFuture<Short> outcome) throws Exception {
    return outcome.get(10, TimeUnit.SECONDS);
  }

  private static String reason(CompletableFuture<Short> outcome) throws Exception {
    try {
      return "answered with " + soon(outcome);
    } catch (ExecutionException failed) {
      return String.valueOf(requireNonNull(failed.getCause()).getMessage());
    }
  }
}
