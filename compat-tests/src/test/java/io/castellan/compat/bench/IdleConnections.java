package io.castellan.compat.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that have said who they are and then nothing: most of what a broker with many clients
 * has at any moment.
 */
final class IdleConnections implements AutoCloseable {
  private final Subject subject;
  private final List<Socket> sockets = new ArrayList<>();

  IdleConnections(Subject subject) {
    this.subject = subject;
  }

  /** So many more. */
  void open(int count) {
    try {
      for (int i = 0; i < count; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), subject.servers().kafkaPort());
        sockets.add(socket);
        greet(socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** ApiVersions v0, which every client begins with. */
  private static void greet(Socket socket) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.write(new byte[] {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0, 0});
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readFully(new byte[in.readInt()]);
  }

  @Override
  public void close() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException gone) {
        // Then it is closed.
      }
    }
  }
}
