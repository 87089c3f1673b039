package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.CreateUntilKilled;
import io.castellan.compat.client.ListZnodes;
import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Matrix;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of creates, again and again on one directory. */
@ExtendWith(LeakCheck.class)
class KilledServerTest {
  private static final int ROUNDS = Matrix.isFull() ? 50 : 2;

  /** Far more than it takes, also where many other tests run at the same time. */
  private static final Duration RESTART_LIMIT = Duration.ofSeconds(40);

  @Test
  void keepsEveryAcknowledgedCreate(@TempDir Path directory) {
    int port = Ports.free();
    List<String> roots = new ArrayList<>();
    Set<String> acknowledged = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      String root = "/load-" + round;
      roots.add(root);
      Set<String> ofRound = createUntilKilled(directory, port, root, 500 + 137 * (round % 10));
      acknowledged.addAll(ofRound);
      assertEquals(Set.of(), lost(directory, port, ofRound, List.of(root)), "round " + round);
    }
    assertEquals(Set.of(), lost(directory, port, acknowledged, roots), "after all of them");
  }

  private static Set<String> createUntilKilled(
      Path directory, int port, String root, int killAfter) {
    try (ToolRunner client = ToolRunner.withOwnClients(StockRelease.ZOOKEEPER_3_9_6);
        ServerProcess server = CastellanProcess.zooKeeper(directory, port, "snapCount=700")) {
      assertTrue(
          server.startTime().compareTo(RESTART_LIMIT) < 0, () -> "start: " + server.startTime());
      ToolRun run =
          client.run(
              CreateUntilKilled.class.getName(),
              List.of(
                  "127.0.0.1:" + port,
                  root,
                  Long.toString(server.pid()),
                  Integer.toString(killAfter)),
              List.of(),
              false);
      assertEquals(0, run.exitCode(), run::err);
      server.kill();
      assertTrue(run.lines().size() >= killAfter, () -> run.lines().size() + " acknowledged");
      return Set.copyOf(run.lines());
    }
  }

  private static Set<String> lost(
      Path directory, int port, Set<String> acknowledged, List<String> roots) {
    Set<String> lost = new HashSet<>(acknowledged);
    try (ToolRunner client = ToolRunner.withOwnClients(StockRelease.ZOOKEEPER_3_9_6);
        ServerProcess server = CastellanProcess.zooKeeper(directory, port, "snapCount=700")) {
      for (String root : roots) {
        ToolRun run =
            client.run(
                ListZnodes.class.getName(), List.of("127.0.0.1:" + port, root), List.of(), false);
        assertEquals(0, run.exitCode(), run::err);
        run.lines().forEach(line -> lost.remove(line.split(" ", 2)[0]));
      }
      server.stop();
      return lost;
    }
  }
}
