package io.castellan.compat.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The libraries of other languages, where they are installed, do on ours what they promise. */
@ExtendWith(LeakCheck.class)
class InstalledTest {
  private static final Workspace WORKSPACE = new Workspace("libraries");
  private static final int PORT = Ports.free();
  private static final String CONNECT = "127.0.0.1:" + PORT;

  private static final List<ServerProcess> SERVERS = new ArrayList<>();

  @BeforeAll
  static void start() {
    SERVERS.add(
        CastellanProcess.zooKeeper(WORKSPACE.directory("ours"), PORT, "extendedTypesEnabled=true"));
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(ServerProcess::close);
    WORKSPACE.close();
  }

  @Test
  void kazoo() throws Exception {
    String python =
        Programs.firstThatRuns("python3", "/usr/bin/python3", "-c", "import kazoo").orElse("");
    assumeTrue(!python.isEmpty(), "no kazoo for Python here (Debian: python3-kazoo)");
    Programs.Run run = Programs.run(List.of(python, Programs.script("kazoo_recipes.py"), CONNECT));
    assertEquals(0, run.status(), run::output);
    assertTrue(run.output().contains("done sessions"), run::output);
  }

  @Test
  void nodeZooKeeperClient() throws Exception {
    String library = Programs.nodeLibrary("node-zookeeper-client");
    assumeTrue(!library.isEmpty(), "no node-zookeeper-client for Node.js here (npm -g)");
    Programs.Run run =
        Programs.run(List.of("node", Programs.script("node_client.js"), CONNECT, library));
    assertEquals(0, run.status(), run::output);
    assertTrue(run.output().contains("it comes back with its session"), run::output);
  }

  @Test
  void cLibrary() throws Exception {
    String program = WORKSPACE.directory("c").resolve("c_client").toString();
    Programs.Run built =
        Programs.run(
            List.of(
                "cc", "-o", program, Programs.script("c_client.c"), "-lzookeeper_mt", "-lpthread"));
    assumeTrue(built.status() == 0, "no C library here (Debian: libzookeeper-mt-dev, gcc)");
    Programs.Run run = Programs.run(List.of(program, CONNECT));
    assertEquals(0, run.status(), run::output);
    assertTrue(run.output().endsWith("done\n"), run::output);
  }

  /** The C client's own shell; each command is given when the one before it has been answered. */
  @Test
  void cliOfTheCClient() throws Exception {
    Path cli = Path.of("/usr/lib/zookeeper/bin/cli_mt");
    assumeTrue(Files.isExecutable(cli), "no C client here (Debian: zookeeper-bin)");
    try (CShell shell = new CShell(List.of(cli.toString(), CONNECT))) {
      shell.ask("create /c", "name = /c\n");
      shell.ask("create +e /c-ephemeral", "name = /c-ephemeral\n");
      shell.ask("create /c-parent", "name = /c-parent\n");
      shell.ask("create +s /c-parent/n-", "name = /c-parent/n-0000000000\n");
      shell.ask("create +c /c-container", "name = /c-container\n");
      shell.ask("create +t=60000 /c-ttl", "name = /c-ttl\n");
      shell.ask("set /c hello", "/c: rc = 0");
      shell.ask("get /c", "value_len = 5\nhello");
      shell.ask("ls /", "\tc-ephemeral\n");
      shell.ask("wexists /c", "");
      shell.ask("set /c again", "CHANGED_EVENT state = CONNECTED_STATE for path /c");
      shell.ask("sync /", "name = /\n");
      shell.ask("wexists /c", "");
      shell.ask("delete /c", "DELETED_EVENT state = CONNECTED_STATE for path /c");
      shell.ask("get /c", "rc = -101");
    }
  }
}
