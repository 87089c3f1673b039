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
final class IdleConnections {
  /** More than a thousand, since memory is taken from the system in larger pieces. */
  private static final int COUNT = 4_000;

  /** Whatever the first ones make the server set up is not theirs. */
  private static final int WARM_UP = 500;

  private IdleConnections() {}

  /** By how much a thousand of them make the processes grow. */
  static double mibOfThousand(Subject subject) {
    List<Socket> sockets = new ArrayList<>();
    try {
      open(subject, WARM_UP, sockets);
      double before = subject.residentMib();
      open(subject, COUNT, sockets);
      return Math.max(subject.residentMib() - before, 0.01) * 1000 / COUNT;
    } finally {
      close(sockets);
    }
  }

  private static void open(Subject subject, int count, List<Socket> sockets) {
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

  private static void close(List<Socket> sockets) {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException gone) {
        continue; // then it is closed
      }
    }
  }
}
