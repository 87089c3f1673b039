package io.castellan.compat.harness;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a server, in its own protocol, whether it serves: what a client would see, not just an open
 * port.
 */
@FunctionalInterface
public interface Probe {
  /** How long connecting, or one read, may take. */
  int TIMEOUT_MS = 2_000;

  /** More than a broker without topics has to say. */
  int RESPONSE_LIMIT = 1 << 20;

  /** Whether the server answered as one that serves; an exception means that it did not yet. */
  boolean answers() throws IOException;

  /** A ZooKeeper server that names its mode in answer to {@code srvr}. */
  static Probe zooKeeper(int port) {
    return () -> fourLetterWord(port, "srvr").contains("Mode: ");
  }

  /** A broker that answers ApiVersions v0 and, to Metadata v4, with at least one live broker. */
  static Probe kafka(int port) {
    return () -> {
      try (Socket socket = connect(port)) {
        DataInputStream versions = call(socket, (short) 18, (short) 0, new byte[0]);
        if (versions.readShort() != 0) {
          return false;
        }
        // No topics, no creation of topics; the answer starts with the throttle time and the
        // brokers.
        DataInputStream metadata = call(socket, (short) 3, (short) 4, new byte[] {0, 0, 0, 0, 0});
        metadata.readInt();
        return metadata.readInt() > 0;
      }
    };
  }

  /** Both of two. */
  default Probe and(Probe other) {
    return () -> answers() && other.answers();
  }

  /** The whole answer to one of ZooKeeper's four-letter words. */
  static String fourLetterWord(int port, String word) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
    socket.setSoTimeout(TIMEOUT_MS);
    return socket;
  }

  /** One request with header v1; returns the response's body. */
  private static DataInputStream call(Socket socket, short apiKey, short version, byte[] body)
      throws IOException {
    byte[] client = "probe".getBytes(StandardCharsets.US_ASCII);
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    out.writeInt(10 + client.length + body.length);
    out.writeShort(apiKey);
    out.writeShort(version);
    out.writeInt(apiKey);
    out.writeShort(client.length);
    out.write(client);
    out.write(body);
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] response = new byte[Math.min(in.readInt(), RESPONSE_LIMIT)];
    in.readFully(response);
    DataInputStream fields = new DataInputStream(new ByteArrayInputStream(response));
    int correlationId = fields.readInt();
    if (correlationId != apiKey) {
      throw new IOException("correlation id: " + correlationId + " (expected: " + apiKey + ")");
    }
    return fields;
  }
}
