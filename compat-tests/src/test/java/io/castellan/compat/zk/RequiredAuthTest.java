package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.AuthCalls;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Transcripts;
import io.castellan.compat.harness.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Servers that ask for a proof before anything else, and servers that forgive a failed one: stock
 * clients meet the same at ours as at stock 3.9.6.
 */
@ExtendWith(LeakCheck.class)
class RequiredAuthTest {
  private static final String SASL =
      "authProvider.sasl=org.apache.zookeeper.server.auth.SASLAuthenticationProvider";

  private static final String JAAS =
      """
      Server {
        org.apache.zookeeper.server.auth.DigestLoginModule required
        user_bob="secret";
      };
      Bob {
        org.apache.zookeeper.server.auth.DigestLoginModule required
        username="bob" password="secret";
      };
      Wrong {
        org.apache.zookeeper.server.auth.DigestLoginModule required
        username="bob" password="guess";
      };
      """;

  @Test
  void closesWhoHasNoneOfTheSchemesThatAreEnforced() throws IOException {
    String stock =
        assertAlike(
            List.of("enforce.auth.enabled=true", "enforce.auth.schemes=digest"), List.of(""));
    assertTrue(stock.contains("> create as alice\n"), stock);
  }

  @Test
  void closesWhoHasNotLoggedInWhereSaslIsRequired() throws IOException {
    String stock =
        assertAlike(
            List.of(SASL, "fips-mode=false", "sessionRequireClientSASLAuth=true"),
            List.of("", "Bob", "Wrong"));
    assertTrue(stock.contains("> sasl as Bob\n[SyncConnected, SaslAuthenticated]"), stock);
  }

  @Test
  void keepsWhoHasFailedWhereThatIsAllowed() throws IOException {
    assertAlike(
        List.of(SASL, "fips-mode=false", "allowSaslFailedClients=true"), List.of("Bob", "Wrong"));
  }

  /** What stock's client prints of stock, once ours has been found to be the same. */
  private static String assertAlike(List<String> lines, List<String> sections) throws IOException {
    try (Workspace workspace = new Workspace("required-auth")) {
      Path jaas = Files.writeString(workspace.directory("jaas").resolve("jaas.conf"), JAAS);
      List<String> flags = List.of("-Djava.security.auth.login.config=" + jaas);
      try (Twins twins = new Twins("required-auth", directory -> {}, lines, flags);
          ToolRunner client = ToolRunner.withOwnClients(StockRelease.ZOOKEEPER_3_9_6)) {
        Twins.Both<String> said =
            twins.ask(port -> transcript(client, port, jaas.toString(), sections));
        System.out.println(said.stock());
        Transcripts.assertEqual("> ", said.stock(), said.ours());
        return said.stock();
      }
    }
  }

  private static String transcript(
      ToolRunner client, int port, String jaas, List<String> sections) {
    StringBuilder all = new StringBuilder();
    for (String section : sections) {
      List<String> arguments = new ArrayList<>(List.of("127.0.0.1:" + port, "/r", jaas));
      if (!section.isEmpty()) {
        arguments.add(section);
      }
      ToolRun run = client.run(AuthCalls.class.getName(), arguments, List.of(), false);
      assertEquals(0, run.exitCode(), () -> run.out() + run.err());
      // What is asked while the client has not noticed yet that it was sent away is lost with the
      // connection; what is asked later is refused on the next one.
      all.append(run.out().replace("CONNECTIONLOSS", "SESSIONCLOSEDREQUIRESASLAUTH"));
    }
    return all.toString();
  }
}
