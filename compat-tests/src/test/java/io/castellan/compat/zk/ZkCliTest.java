package io.castellan.compat.zk;

import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Transcripts;
import io.castellan.compat.harness.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stock zkCli.sh shows the same against ours as against stock 3.9.6. */
@ExtendWith(LeakCheck.class)
class ZkCliTest {
  private static final Workspace WORKSPACE = new Workspace("zkcli");
  private static final int STOCK_PORT = Ports.free();
  private static final int PORT = Ports.free();

  private static final List<ServerProcess> SERVERS = new ArrayList<>();

  @BeforeAll
  static void startBoth() {
    SERVERS.add(
        StockServers.zooKeeper(
            StockRelease.ZOOKEEPER_3_9_6, WORKSPACE.directory("stock"), STOCK_PORT));
    SERVERS.add(CastellanProcess.zooKeeper(WORKSPACE.directory("ours"), PORT));
  }

  @AfterAll
  static void stopBoth() {
    SERVERS.forEach(ServerProcess::close);
    WORKSPACE.close();
  }

  @ParameterizedTest
  @MethodSource("io.castellan.compat.harness.StockRelease#zookeeper")
  void showsWhatItShowsOfAStockServer(StockRelease release) {
    try (ToolRunner tools = new ToolRunner(release)) {
      String expected = transcript(tools, STOCK_PORT);
      String actual = transcript(tools, PORT);
      Transcripts.assertEqual("> ", expected, actual);
    }
  }

  private static String transcript(ToolRunner tools, int port) {
    return Transcript.of(
        tools.converse(
            StockTool.ZK_CLI,
            CliScript.of(tools.release(), "/" + tools.release().id()),
            "-server",
            "127.0.0.1:" + port));
  }
}
