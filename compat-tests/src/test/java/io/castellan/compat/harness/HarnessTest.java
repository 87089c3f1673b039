package io.castellan.compat.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The harness itself, on stock alone: a doubt about it would be a doubt about all that it finds.
 */
@ExtendWith(LeakCheck.class)
class HarnessTest {

  @Test
  void keepsToolsThatShareAJvmApart(@TempDir Path directory) {
    int port = Ports.free();
    try (ServerProcess server =
            StockServers.zooKeeper(StockRelease.ZOOKEEPER_3_6_3, directory, port);
        ToolRunner tools = new ToolRunner(StockRelease.ZOOKEEPER_3_4_14)) {
      String connect = "127.0.0.1:" + port;

      ToolRun first =
          tools.converse(
              StockTool.ZK_CLI,
              List.of("create /a x", "get /a true", "set /a y"),
              "-server",
              connect);
      ToolRun second =
          tools.converse(StockTool.ZK_CLI, List.of("get /a", "quit"), "-server", connect);

      assertTrue(first.out().contains("> create /a x\nCreated /a\n> get /a true\nx\n"), first::out);
      assertTrue(first.events().contains("type:NodeDataChanged path:/a"), first::events);
      assertEquals(0, second.exitCode());
      assertTrue(second.out().contains("> get /a\ny\n"), second::out);
      assertFalse(second.events().contains("NodeDataChanged"), second::events);
      assertTrue(server.isAlive());
    }
  }

  @Test
  void reportsAToolsOwnExitCodeAndStreams() {
    try (ToolRunner tools = new ToolRunner(StockRelease.KAFKA_3_4_1)) {
      ToolRun wrong = tools.run(StockTool.TOPICS, "--create");
      assertEquals(1, wrong.exitCode());
      assertTrue(wrong.err().contains("--bootstrap-server"), wrong::err);
      assertEquals("", wrong.out());
    }
  }

  @Test
  void runsShutdownHooksAsAnExitDoes(@TempDir Path directory) {
    int port = Ports.free();
    int zooKeeperPort = Ports.free();
    try (ServerProcess zooKeeper =
            StockServers.zooKeeper(StockRelease.ZOOKEEPER_3_6_3, directory, zooKeeperPort);
        ServerProcess broker =
            StockServers.kafka(
                StockRelease.KAFKA_2_7_2, directory, port, "127.0.0.1:" + zooKeeperPort);
        ToolRunner tools = new ToolRunner(StockRelease.KAFKA_4_4_0)) {
      String bootstrap = "127.0.0.1:" + port;
      tools.runWithInput(
          StockTool.CONSOLE_PRODUCER,
          List.of("one", "two"),
          "--bootstrap-server",
          bootstrap,
          "--topic",
          "t");

      // The console consumer tells its count from a shutdown hook, or just before the exit that
      // runs it.
      ToolRun run =
          tools.run(
              StockTool.CONSOLE_CONSUMER,
              "--bootstrap-server",
              bootstrap,
              "--topic",
              "t",
              "--from-beginning",
              "--max-messages",
              "2");

      assertEquals(List.of("one", "two"), run.lines());
      assertTrue(run.err().contains("Processed a total of 2 messages"), run::err);
      assertTrue(zooKeeper.isAlive() && broker.isAlive());
    }
  }

  @Test
  void showsTheOutputOfAServerThatDoesNotStart(@TempDir Path directory) {
    int port = Ports.free();
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                StockServers.zooKeeper(
                        StockRelease.ZOOKEEPER_3_6_3, directory, port, "tickTime=soon")
                    .close());
    assertTrue(e.toString().contains("soon"), e::toString);
  }

  @Test
  void doesNotOverlookThatAServerEndedByItself(@TempDir Path directory) {
    ServerProcess server =
        ServerProcess.start(
                "shortlived",
                List.of("sh", "-c", "sleep 0.1; exit 3"),
                directory,
                Map.of(),
                () -> true,
                Duration.ofSeconds(10))
            .heeding(Complaints.of());
    Waiting.until("its end", Duration.ofSeconds(10), () -> !server.isAlive());

    IllegalStateException e = assertThrows(IllegalStateException.class, server::close);

    assertTrue(e.toString().contains("shortlived ended by itself with 3"), e::toString);
  }

  @Test
  void doesNotOverlookWhatAServerComplainsOf() {
    String output =
        """
        2026-01-01 10:00:00,000 INFO  [main] A - fine
        2026-01-01 10:00:00,001 ERROR [main] A - disk full
        2026-01-01 10:00:00,002 ERROR [main] ResourceLeakDetector - LEAK: a buffer
        """;

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> Complaints.of("disk full").check("ours", output));

    assertTrue(e.toString().contains("LEAK: a buffer"), e::toString);
    assertFalse(e.toString().contains("disk full"), e::toString);
    Complaints.of("disk full", "a buffer").check("ours", output);
  }

  @Test
  void givesUpOnAServerThatNeverAnswers(@TempDir Path directory) {
    List<String> sleeper = List.of("sleep", "60");
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                ServerProcess.start(
                    "sleeper", sleeper, directory, Map.of(), () -> false, Duration.ofMillis(50)));
    assertTrue(e.toString().contains("sleeper to serve"), e::toString);
  }

  @Test
  void countsWhatAProcessUses() {
    ProcessUsage usage = ProcessUsage.of(ProcessHandle.current());
    assertTrue(usage.cpu().compareTo(Duration.ofMillis(100)) > 0, usage::toString);
    assertTrue(usage.residentBytes() > 10 << 20, usage::toString);
  }
}
