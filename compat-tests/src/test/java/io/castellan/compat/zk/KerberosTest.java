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
import java.util.Map;
import java.util.TreeMap;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.client.KrbConfig;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A stock client with a keytab proves by GSSAPI who it is, to ours as to stock 3.9.6, and goes by
 * the same name: KDC, tickets and all.
 */
@ExtendWith(LeakCheck.class)
class KerberosTest {
  private static final String REALM = "CASTELLAN.EXAMPLE";
  private static final String SERVER = "zookeeper/zk1.castellan.example";

  /** The sections of the JAAS file and the principals that log in there. */
  private static final Map<String, String> LOGINS =
      new TreeMap<>(
          Map.of("Server", SERVER, "Alice", "alice", "Worker", "worker/host7.castellan.example"));

  private static final Workspace WORKSPACE = new Workspace("kerberos");
  private static final List<String> JVM = new ArrayList<>(Jvm.LIGHT);
  private static final SimpleKdcServer KDC = new SimpleKdcServer(new KrbConfig());
  private static Path jaas = Path.of("");

  @BeforeAll
  static void startKdc() throws Exception {
    Path directory = WORKSPACE.directory("kdc");
    int port = Ports.free();
    KDC.setKdcRealm(REALM);
    KDC.setKdcHost("127.0.0.1");
    KDC.setAllowUdp(false);
    KDC.setKdcTcpPort(port);
    KDC.setWorkDir(directory.toFile());
    KDC.init();
    KDC.start();
    StringBuilder sections = new StringBuilder();
    for (Map.Entry<String, String> login : LOGINS.entrySet()) {
      sections.append(section(directory, login.getKey(), login.getValue()));
    }
    jaas = Files.writeString(directory.resolve("jaas.conf"), sections);
    Files.writeString(directory.resolve("principal"), SERVER + "@" + REALM);
    Path krb5 =
        Files.writeString(
            directory.resolve("krb5.conf"),
            """
            [libdefaults]
              default_realm = %1$s
              udp_preference_limit = 1
              dns_lookup_kdc = false
            [realms]
              %1$s = {
                kdc = 127.0.0.1:%2$d
              }
            """
                .formatted(REALM, port));
    JVM.add("-Djava.security.auth.login.config=" + jaas);
    JVM.add("-Djava.security.krb5.conf=" + krb5);
  }

  private static String section(Path directory, String name, String principal) throws KrbException {
    Path keytab = directory.resolve(name + ".keytab");
    KDC.createPrincipal(principal, name + "-secret");
    KDC.exportPrincipal(principal, keytab.toFile());
    return """
    %s {
      com.sun.security.auth.module.Krb5LoginModule required
      useKeyTab=true storeKey=true useTicketCache=false doNotPrompt=true
      keyTab="%s" principal="%s@%s";
    };
    """
        .formatted(name, keytab, principal, REALM);
  }

  @AfterAll
  static void stopKdc() throws KrbException {
    KDC.stop();
    WORKSPACE.close();
  }

  @Test
  void aPrincipalGoesByAllOfItsName() throws IOException {
    String ours = sameAsStock();
    assertTrue(ours.contains("31 sasl alice@" + REALM + ";"), ours);
    assertTrue(ours.contains("31 sasl worker/host7.castellan.example@" + REALM + ";"), ours);
  }

  @Test
  void hostAndRealmAreRemovedWhereItIsAskedFor() throws IOException {
    String ours =
        sameAsStock(
            "kerberos.removeHostFromPrincipal=true", "kerberos.removeRealmFromPrincipal=true");
    assertTrue(ours.contains("31 sasl alice;"), ours);
    assertTrue(ours.contains("31 sasl worker;"), ours);
  }

  @Test
  void rulesGiveOtherNames() throws IOException {
    String ours =
        sameAsStock(
            "kerberos.removeRealmFromPrincipal=true",
            "security.auth_to_local=RULE:[2:$1-of-$2@$0](worker-of-.*)s/@.*//  DEFAULT");
    assertTrue(ours.contains("31 sasl alice;"), ours);
    assertTrue(
        ours.contains("31 sasl worker-of-host7.castellan.example/host7.castellan.example;"), ours);
  }

  private static String sameAsStock(String... naming) throws IOException {
    List<String> lines = new ArrayList<>(List.of(naming));
    lines.add("authProvider.sasl=org.apache.zookeeper.server.auth.SASLAuthenticationProvider");
    int port = Ports.free();
    String stock;
    try (ServerProcess server =
        StockServers.zooKeeper(
            StockRelease.ZOOKEEPER_3_9_6, WORKSPACE.directory("stock"), port, lines, JVM)) {
      stock = transcript(port);
      server.stop();
    }
    try (ServerProcess server =
        CastellanProcess.zooKeeper(WORKSPACE.directory("ours"), port, lines, JVM)) {
      String ours = transcript(port);
      Transcripts.assertEqual("> ", stock, ours);
      server.stop();
      return ours;
    }
  }

  private static String transcript(int port) {
    StringBuilder all = new StringBuilder();
    try (ToolRunner client = ToolRunner.withOwnClients(StockRelease.ZOOKEEPER_3_9_6)) {
      for (String section : List.of("Alice", "Worker")) {
        ToolRun run =
            client.run(
                AuthCalls.class.getName(),
                List.of("127.0.0.1:" + port, "", jaas.toString(), section),
                List.of(),
                false);
        assertEquals(0, run.exitCode(), () -> run.out() + run.err());
        all.append(run.out());
      }
    }
    assertTrue(all.indexOf("[SyncConnected, SaslAuthenticated]") >= 0, all::toString);
    return all.toString();
  }
}
