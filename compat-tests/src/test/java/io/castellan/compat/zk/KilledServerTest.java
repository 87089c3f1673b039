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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
    String connect = "127.0.0.1:" + port;
    Set<String> acknowledged = new HashSet<>();
    try (ToolRunner client = ToolRunner.withOwnClients(StockRelease.ZOOKEEPER_3_9_6)) {
      for (int round = 0; round < ROUNDS; round++) {
        int killAfter = 500 + 137 * round;
        try (ServerProcess server = CastellanProcess.zooKeeper(directory, port, "snapCount=700")) {
          assertTrue(
              server.startTime().compareTo(RESTART_LIMIT) < 0,
              () -> "start: " + server.startTime());
          ToolRun run =
              client.run(
                  CreateUntilKilled.class.getName(),
                  List.of(
                      connect, "/load", Long.toString(server.pid()), Integer.toString(killAfter)),
                  List.of(),
                  false);
          assertEquals(0, run.exitCode(), run::err);
          server.kill();
          assertTrue(run.lines().size() >= killAfter, () -> run.lines().size() + " acknowledged");
          acknowledged.addAll(run.lines());
        }
        assertEquals(Set.of(), lost(client, directory, port, acknowledged), "after round " + round);
      }
    }
  }

  private static Set<String> lost(
      ToolRunner client, Path directory, int port, Set<String> acknowledged) {
    try (ServerProcess server = CastellanProcess.zooKeeper(directory, port, "snapCount=700")) {
      ToolRun run =
          client.run(
              ListZnodes.class.getName(), List.of("127.0.0.1:" + port, "/load"), List.of(), false);
      assertEquals(0, run.exitCode(), run::err);
      Set<String> there =
          run.lines().stream().map(line -> line.split(" ", 2)[0]).collect(Collectors.toSet());
      server.stop();
      return acknowledged.stream()
          .filter(path -> !there.contains(path))
          .collect(Collectors.toSet());
    }
  }
}
