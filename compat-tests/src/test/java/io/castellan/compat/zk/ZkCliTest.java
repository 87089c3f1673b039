package io.castellan.compat.zk;

import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Transcripts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stock zkCli.sh shows the same against ours as against stock 3.9.6. */
@ExtendWith(LeakCheck.class)
class ZkCliTest {
  private static Twins twins;

  @BeforeAll
  static void start() {
    twins = new Twins("zkcli", "extendedTypesEnabled=true", "enforceQuota=true");
  }

  @AfterAll
  static void stop() {
    twins.close();
  }

  @ParameterizedTest
  @MethodSource("io.castellan.compat.harness.StockRelease#zooKeeperShells")
  void showsWhatItShowsOfAStockServer(StockRelease release) {
    try (ToolRunner tools = new ToolRunner(release)) {
      Twins.Both<String> both = twins.ask(port -> transcript(tools, port));
      Transcripts.assertEqual("> ", both.stock(), both.ours());
    }
  }

  private static String transcript(ToolRunner tools, int port) {
    return Transcript.of(
        tools.converse(
            StockTool.ZK_CLI,
            CliScript.of(tools.release(), "/" + tools.release().id(), "127.0.0.1:" + port),
            "-server",
            "127.0.0.1:" + port));
  }
}
