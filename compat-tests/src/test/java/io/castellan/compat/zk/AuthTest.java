package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.AuthCalls;
import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.Jvm;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Transcripts;
import io.castellan.compat.harness.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stock clients prove who they are to ours as to stock 3.9.6, and fail alike. */
@ExtendWith(LeakCheck.class)
class AuthTest {
  private static final Workspace WORKSPACE = new Workspace("auth");
  private static final int STOCK_PORT = Ports.free();
  private static final int PORT = Ports.free();

  private static final List<String> LINES =
      List.of(
          "authProvider.sasl=org.apache.zookeeper.server.auth.SASLAuthenticationProvider",
          // Or 3.9's server leaves DIGEST-MD5 out.
          "fips-mode=false",
          "superUser.1=super",
          "DigestAuthenticationProvider.superDigest=super:xQJmxLMiHGwaqBvst5y6rkB6HQs=");

  private static final String JAAS =
      """
      Server {
        org.apache.zookeeper.server.auth.DigestLoginModule required
        user_bob="secret"
        user_super="admin";
      };
      Bob {
        org.apache.zookeeper.server.auth.DigestLoginModule required
        username="bob" password="secret";
      };
      Super {
        org.apache.zookeeper.server.auth.DigestLoginModule required
        username="super" password="admin";
      };
      Wrong {
        org.apache.zookeeper.server.auth.DigestLoginModule required
        username="bob" password="guess";
      };
      Nobody {
        org.apache.zookeeper.server.auth.DigestLoginModule required
        username="nobody" password="secret";
      };
      """;

  private static final List<ServerProcess> SERVERS = new ArrayList<>();
  private static Path jaas = Path.of("");

  @BeforeAll
  static void startBoth() throws IOException {
    jaas = Files.writeString(WORKSPACE.directory("jaas").resolve("jaas.conf"), JAAS);
    List<String> jvm = new ArrayList<>(Jvm.LIGHT);
    jvm.add("-Djava.security.auth.login.config=" + jaas);
    SERVERS.add(
        StockServers.zooKeeper(
            StockRelease.ZOOKEEPER_3_9_6, WORKSPACE.directory("stock"), STOCK_PORT, LINES, jvm));
    SERVERS.add(CastellanProcess.zooKeeper(WORKSPACE.directory("ours"), PORT, LINES, jvm));
  }

  @AfterAll
  static void stopBoth() {
    SERVERS.forEach(ServerProcess::close);
    WORKSPACE.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ZOOKEEPER_3_4_14", "ZOOKEEPER_3_9_6"})
  void provesAndFailsAsWithAStockServer(StockRelease release) {
    try (ToolRunner client = ToolRunner.withOwnClients(release)) {
      String stock = transcript(client, STOCK_PORT);
      assertTrue(stock.contains("> sasl as Bob\n[SyncConnected, SaslAuthenticated]"), stock);
      Transcripts.assertEqual("> ", stock, transcript(client, PORT));
    }
  }

  private static String transcript(ToolRunner client, int port) {
    StringBuilder all = new StringBuilder(calls(client, port));
    for (String section : List.of("Bob", "Super", "Wrong", "Nobody")) {
      all.append(calls(client, port, section));
    }
    return all.toString();
  }

  private static String calls(ToolRunner client, int port, String... section) {
    List<String> arguments =
        new ArrayList<>(List.of("127.0.0.1:" + port, "/" + client.release().id(), jaas.toString()));
    arguments.addAll(List.of(section));
    ToolRun run = client.run(AuthCalls.class.getName(), arguments, List.of(), false);
    assertEquals(0, run.exitCode(), () -> run.out() + run.err());
    return run.out();
  }
}
