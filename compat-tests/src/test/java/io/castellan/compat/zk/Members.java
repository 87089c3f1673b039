package io.castellan.compat.zk;

import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.Probe;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.Waiting;
import io.castellan.compat.raw.Ops;
import io.castellan.compat.raw.RawSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Three servers of an ensemble, each a stock one or ours, and changing between the two. */
final class Members implements AutoCloseable {
  static final int COUNT = 3;
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final Path directory;
  private final List<String> lines = new ArrayList<>();
  private final int[] clientPorts = new int[COUNT + 1];
  private final Map<Integer, ServerProcess> running = new HashMap<>();

  Members(Path directory) {
    this.directory = directory;
    lines.addAll(List.of("initLimit=20", "syncLimit=10", "quorumListenOnAllIPs=false"));
    for (int id = 1; id <= COUNT; id++) {
      clientPorts[id] = Ports.free();
      lines.add("server." + id + "=127.0.0.1:" + Ports.free() + ":" + Ports.free());
    }
  }

  int port(int id) {
    return clientPorts[id];
  }

  /**
   * Starts some at once, since none answers before a quorum of them is up.
   *
   * @param releases which for each server, by number; null is ours
   */
  void start(Map<Integer, @Nullable StockRelease> releases) {
    Map<Integer, CompletableFuture<ServerProcess>> starting = new HashMap<>();
    releases.forEach(
        (id, release) ->
            starting.put(id, CompletableFuture.supplyAsync(() -> started(id, release))));
    starting.forEach((id, server) -> running.put(id, server.join()));
  }

  void startOurs(int... ids) {
    Map<Integer, @Nullable StockRelease> ours = new HashMap<>();
    for (int id : ids) {
      ours.put(id, null);
    }
    start(ours);
  }

  private ServerProcess started(int id, @Nullable StockRelease release) {
    Path own = directory.resolve("server" + id);
    try {
      Path data = Files.createDirectories(own.resolve("data"));
      Files.writeString(data.resolve("myid"), Integer.toString(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String[] all = lines.toArray(String[]::new);
    return release == null
        ? CastellanProcess.zooKeeper(own, port(id), all)
        : StockServers.zooKeeper(release, own, port(id), all);
  }

  void kill(int id) {
    ServerProcess server = running.remove(id);
    if (server != null) {
      server.kill();
    }
  }

  /** What a server says it is, empty while it says nothing. */
  String mode(int id) {
    try {
      return Probe.fourLetterWord(port(id), "srvr")
          .lines()
          .filter(line -> line.startsWith("Mode: "))
          .map(line -> line.substring("Mode: ".length()))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  void awaitLeader(int id) {
    Waiting.until("server " + id + " to lead", LIMIT, () -> mode(id).equals("leader"));
    for (int other : running.keySet()) {
      Waiting.until(
          "server " + other + " to follow",
          LIMIT,
          () -> other == id || mode(other).equals("follower"));
    }
  }

  int awaitLeader() {
    Waiting.until("a leader", LIMIT, () -> running.keySet().stream().anyMatch(id -> isLeader(id)));
    int leader = running.keySet().stream().filter(this::isLeader).findFirst().orElseThrow();
    awaitLeader(leader);
    return leader;
  }

  private boolean isLeader(int id) {
    return mode(id).equals("leader");
  }

  /** Writes nodes through a server, each once it has answered for the one before. */
  void write(int id, String prefix, int count) {
    try (RawSession session = RawSession.open(port(id))) {
      for (int i = 0; i < count; i++) {
        int error = session.ask(Ops.create(prefix + i, "x")).answers().get(0).error();
        if (error != 0) {
          throw new IllegalStateException(prefix + i + " through " + id + ": error " + error);
        }
      }
    }
  }

  /** All nodes as a server has them, once it has caught up. */
  String tree(int id) {
    try (RawSession session = RawSession.open(port(id))) {
      session.ask(Ops.sync("/"));
      return session.ask(Ops.read(8, "/", false)).answers().get(0).text();
    }
  }

  @Override
  public void close() {
    running.values().forEach(ServerProcess::kill);
    running.clear();
  }
}
