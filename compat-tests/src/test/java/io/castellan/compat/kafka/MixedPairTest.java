package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Half of ours with half of stock's. */
@ExtendWith(LeakCheck.class)
class MixedPairTest {
  private final int zooKeeperPort = Ports.free();
  private final int kafkaPort = Ports.free();
  private final String connect = "127.0.0.1:" + zooKeeperPort;

  @Test
  void stockBrokerRunsOnOurZooKeeper(@TempDir Path directory) {
    try (ServerProcess zooKeeper = CastellanProcess.zooKeeper(directory, zooKeeperPort);
        ServerProcess broker =
            StockServers.kafka(StockRelease.KAFKA_3_4_1, directory, kafkaPort, connect)) {
      roundTrip(StockRelease.KAFKA_3_4_1);
      broker.stop();
      zooKeeper.stop();
    }
  }

  @Test
  void ourBrokerRunsOnAStockZooKeeper(@TempDir Path directory) {
    try (ServerProcess zooKeeper =
            StockServers.zooKeeper(StockRelease.ZOOKEEPER_3_6_3, directory, zooKeeperPort);
        ServerProcess broker = CastellanProcess.kafka(directory, kafkaPort, connect)) {
      roundTrip(StockRelease.KAFKA_2_7_2);
      broker.stop();
      zooKeeper.stop();
    }
  }

  private void roundTrip(StockRelease release) {
    String bootstrap = "127.0.0.1:" + kafkaPort;
    try (ToolRunner tools = new ToolRunner(release)) {
      expectSuccess(
          tools.run(
              StockTool.TOPICS,
              "--bootstrap-server",
              bootstrap,
              "--create",
              "--topic",
              "t",
              "--partitions",
              "3"));
      expectSuccess(
          tools.runWithInput(
              StockTool.CONSOLE_PRODUCER,
              List.of("one", "two", "three"),
              "--broker-list",
              bootstrap,
              "--topic",
              "t"));
      ToolRun consumed =
          tools.run(
              StockTool.CONSOLE_CONSUMER,
              "--bootstrap-server",
              bootstrap,
              "--topic",
              "t",
              "--group",
              "g",
              "--from-beginning",
              "--max-messages",
              "3",
              "--timeout-ms",
              "20000");
      expectSuccess(consumed);
      assertEquals(List.of("one", "three", "two"), consumed.lines().stream().sorted().toList());
    }
  }

  private static void expectSuccess(ToolRun run) {
    assertEquals(0, run.exitCode(), run::toString);
  }
}
