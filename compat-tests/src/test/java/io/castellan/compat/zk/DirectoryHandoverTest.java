package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.FillZnodes;
import io.castellan.compat.client.ListZnodes;
import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A ZooKeeper data directory passes between stock and ours, both ways, with equal trees and stats.
 */
@ExtendWith(LeakCheck.class)
class DirectoryHandoverTest {
  private static final int ZNODES = 10_000;
  private static final ToolRunner CLIENT = ToolRunner.withOwnClients(StockRelease.ZOOKEEPER_3_6_3);

  private final int port = Ports.free();

  @AfterAll
  static void endClient() {
    CLIENT.close();
  }

  @Test
  void opensWhatStockWroteAndHandsItBack(@TempDir Path directory) {
    Supplier<ServerProcess> stock =
        () ->
            StockServers.zooKeeper(StockRelease.ZOOKEEPER_3_6_3, directory, port, "snapCount=4000");
    Supplier<ServerProcess> ours =
        () -> CastellanProcess.zooKeeper(directory, port, "snapCount=4000");

    String written = fillAndList(stock, "/first", ZNODES);
    assertEquals(written, list(ours));
    String changed = fillAndList(ours, "/second", ZNODES);
    assertEquals(changed, list(stock));
    assertTrue(changed.lines().count() > 2 * ZNODES);
  }

  @ParameterizedTest
  @MethodSource("io.castellan.compat.harness.StockRelease#zookeeper")
  void handsADirectoryOfItsOwnToStock(StockRelease release, @TempDir Path directory) {
    String written =
        fillAndList(
            () -> CastellanProcess.zooKeeper(directory, port, "snapCount=700"),
            "/ours",
            ZNODES / 5);
    assertEquals(written, list(() -> StockServers.zooKeeper(release, directory, port)));
  }

  private String fillAndList(Supplier<ServerProcess> start, String root, int znodes) {
    try (ServerProcess server = start.get()) {
      run(FillZnodes.class, root, Integer.toString(znodes));
      String tree = run(ListZnodes.class, "/");
      server.stop();
      return tree;
    }
  }

  private String list(Supplier<ServerProcess> start) {
    try (ServerProcess server = start.get()) {
      String tree = run(ListZnodes.class, "/");
      server.stop();
      return tree;
    }
  }

  private String run(Class<?> client, String... arguments) {
    List<String> all = new ArrayList<>(List.of("127.0.0.1:" + port));
    all.addAll(List.of(arguments));
    ToolRun run = CLIENT.run(client.getName(), all, List.of(), false);
    assertEquals(0, run.exitCode(), run::err);
    return run.out();
  }
}
