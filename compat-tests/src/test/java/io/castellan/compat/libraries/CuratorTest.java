package io.castellan.compat.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.curator.Recipes;
import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recipe of Curator does on ours what it promises. */
@ExtendWith(LeakCheck.class)
class CuratorTest {
  private static final Workspace WORKSPACE = new Workspace("curator");
  private static final int PORT = Ports.free();
  private static final ToolRunner CLIENT = ToolRunner.withOwnClients(StockRelease.CURATOR_5_9_0);

  private static final List<ServerProcess> SERVERS = new ArrayList<>();

  @BeforeAll
  static void start() {
    SERVERS.add(
        CastellanProcess.zooKeeper(WORKSPACE.directory("ours"), PORT, "extendedTypesEnabled=true"));
  }

  @AfterAll
  static void stop() {
    CLIENT.close();
    SERVERS.forEach(ServerProcess::close);
    WORKSPACE.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "elections",
        "locks",
        "barriers",
        "counters",
        "caches",
        "queues",
        "nodes",
        "discovery"
      })
  void recipesKeepTheirPromises(String kind) {
    ToolRun run =
        CLIENT.run(Recipes.class.getName(), List.of("127.0.0.1:" + PORT, kind), List.of(), false);
    assertEquals(0, run.exitCode(), () -> run.out() + run.err());
    assertTrue(run.lines().size() > 4, run::out);
  }
}
