package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.castellan.server.config.ZooCfg;
import io.castellan.server.lane.Clock;
import io.castellan.server.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Servers of our own that are an ensemble, in this process, on free ports. */
final class TestEnsemble implements AutoCloseable {
  static final int TICK_MS = 200;
  private static final long LIMIT_MS = 30_000;

  final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Path directory;
  private final Map<Long, Integer> clientPorts = new TreeMap<>();
  private final Map<String, String> lines = new HashMap<>();
  private final Map<Long, Transport> transports = new TreeMap<>();
  private final Map<Long, ZooKeeperServer> servers = new TreeMap<>();

  /** An ensemble none of which runs. */
  TestEnsemble(Path directory, int voters, int observers) throws IOException {
    this.directory = directory;
    int count = voters + observers;
    List<Integer> ports = freePorts(3 * count);
    for (int id = 1; id <= count; id++) {
      int at = 3 * (id - 1);
      clientPorts.put((long) id, ports.get(at));
      String role = id > voters ? ":observer" : "";
      lines.put("server." + id, "127.0.0.1:" + ports.get(at + 1) + ":" + ports.get(at + 2) + role);
      Path data = Files.createDirectories(data(id));
      Files.writeString(data.resolve("myid"), Integer.toString(id));
    }
  }

  Path data(long id) {
    return directory.resolve("server" + id);
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  void start(long id) throws IOException {
    Map<String, String> config = new HashMap<>(lines);
    config.putAll(
        Map.of(
            "dataDir", data(id).toString(),
            "clientPort", String.valueOf(clientPorts.get(id)),
            "clientPortAddress", "127.0.0.1",
            "tickTime", String.valueOf(TICK_MS),
            "initLimit", "50",
            "syncLimit", "20",
            "preAllocSize", "64",
            "maxClientCnxns", "0",
            "4lw.commands.whitelist", "*"));
    Transport transport = Transport.open("test-io-" + id, 1);
    transports.put(id, transport);
    servers.put(
        id,
        ZooKeeperServer.start(
            ZooCfg.of(config, Map.of()),
            transport,
            Clock.SYSTEM,
            (lane, cause) -> {
              cause.printStackTrace();
              failure.set(cause);
            }));
  }

  void startAll() throws IOException {
    for (long id : clientPorts.keySet()) {
      start(id);
    }
  }

  void stop(long id) {
    ZooKeeperServer server = servers.remove(id);
    if (server != null) {
      server.close();
    }
    Transport transport = transports.remove(id);
    if (transport != null) {
      transport.close();
    }
  }

  /** The port on which a server leads. */
  int quorumPort(long id) {
    return peerPort(id, 1);
  }

  /** The port on which it votes. */
  int electionPort(long id) {
    return peerPort(id, 2);
  }

  private int peerPort(long id, int part) {
    return Integer.parseInt(Objects.requireNonNull(lines.get("server." + id)).split(":", -1)[part]);
  }

  int port(long id) {
    return Objects.requireNonNull(clientPorts.get(id));
  }

  String connectString() {
    List<String> all = new ArrayList<>();
    clientPorts.values().forEach(port -> all.add("127.0.0.1:" + port));
    return String.join(",", all);
  }

  /** What {@code srvr} says a server is; empty while it says nothing. */
  String mode(long id) {
    for (String line : word(id, "srvr").split("\n", -1)) {
      if (line.startsWith("Mode: ")) {
        return line.substring("Mode: ".length());
      }
    }
    return "";
  }

  String word(long id, String word) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(id))) {
      socket.setSoTimeout((int) LIMIT_MS);
      socket.getOutputStream().write(word.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** The server that leads, 0 while there is none. */
  long leader() {
    for (long id : servers.keySet()) {
      if (mode(id).equals("leader")) {
        return id;
      }
    }
    return 0;
  }

  /** Waits until one leads and all others that run have it for their leader. */
  long awaitLeader() throws InterruptedException {
    await(
        "a leader of " + servers.keySet(),
        () ->
            leader() != 0
                && servers.keySet().stream()
                    .allMatch(id -> List.of("leader", "follower", "observer").contains(mode(id))));
    return leader();
  }

  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long untilNanos = System.nanoTime() + LIMIT_MS * 1_000_000;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - untilNanos > 0) {
        throw new AssertionError("not within " + LIMIT_MS + " ms: " + what);
      }
      pause(20);
    }
  }

  /** Gives the servers time before the next look. */
  static void pause(long ms) throws InterruptedException {
    assertFalse(new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    for (long id : List.copyOf(servers.keySet())) {
      stop(id);
    }
  }
}
