package io.castellan.server.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ScriptsTest {
  private static final int DEADLINE_S = 60;
  private static final Path BIN = bin();

  @TempDir Path dir;

  /** What a script left behind. */
  private record Outcome(int code, String out, String err) {}

  @Test
  void explainThemselves() throws Exception {
    for (List<String> words :
        List.of(
            List.of("castellan", "--help"),
            List.of("castellan", "run", "--help"),
            List.of("castellan", "start", "--help"),
            List.of("castellan", "stop", "--help"),
            List.of("castellan", "restart", "--help"),
            List.of("castellan", "status", "--help"),
            List.of("castellan", "version", "--help"),
            List.of("zkServer.sh", "--help"),
            List.of("zkCleanup.sh", "--help"),
            List.of("kafka-server-start.sh", "--help"),
            List.of("kafka-server-stop.sh", "--help"))) {
      Outcome outcome = run(Map.of(), words.toArray(new String[0]));

      assertEquals(0, outcome.code(), words.toString());
      assertTrue(outcome.out().toLowerCase(Locale.ROOT).contains("usage"), words.toString());
    }
  }

  @Test
  void refuseWhatTheyDoNotKnow() throws Exception {
    assertEquals(2, run(Map.of(), "castellan", "jump").code());
    assertEquals(2, run(Map.of(), "castellan", "run", "--fast").code());
    assertEquals(2, run(Map.of(), "castellan", "run", "--zoo-cfg").code());
    assertEquals(1, run(Map.of(), "zkServer.sh", "jump").code());
    assertEquals(1, run(Map.of(), "zkServer.sh", "--config", dir + "/none", "status").code());
    assertEquals(1, run(Map.of(), "zkCleanup.sh", "--config", dir + "/none", "-n", "3").code());
    assertEquals(2, run(Map.of("ZOOCFGDIR", dir.toString()), "zkCleanup.sh", "-n", "3").code());
    assertEquals(1, run(Map.of(), "kafka-server-start.sh").code());
  }

  @Test
  void statusFollowsTheLinuxStandardBase() throws Exception {
    Path pidFile = dir.resolve("castellan.pid");
    Map<String, String> environment = Map.of("CASTELLAN_PID_FILE", pidFile.toString());
    assertEquals(3, run(environment, "castellan", "status").code());

    Process running = new ProcessBuilder("sleep", "100").start();
    try {
      Files.writeString(pidFile, running.pid() + "\n");
      assertEquals(0, run(environment, "castellan", "status").code());
      assertEquals(0, run(environment, "castellan", "stop").code());
      assertTrue(running.waitFor(DEADLINE_S, TimeUnit.SECONDS));
      assertFalse(Files.exists(pidFile));
    } finally {
      running.destroyForcibly();
    }
    Files.writeString(pidFile, running.pid() + "\n");
    assertEquals(1, run(environment, "castellan", "status").code());
  }

  @Test
  void zkServerStatusAsksThePortOfTheFile() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> word = CompletableFuture.supplyAsync(() -> answer(server));
      Path cfg = zooCfg(server.getLocalPort());

      Outcome outcome = run(Map.of(), "zkServer.sh", "status", cfg.toString());

      assertEquals("srvr", word.get(DEADLINE_S, TimeUnit.SECONDS));
      assertEquals(0, outcome.code(), outcome.err());
      assertEquals(
          List.of(
              "Client port found: "
                  + server.getLocalPort()
                  + ". Client address: 127.0.0.1. Client SSL: false.",
              "Mode: standalone"),
          outcome.out().lines().toList());
      assertEquals(
          List.of("ZooKeeper JMX enabled by default", "Using config: " + cfg),
          outcome.err().lines().toList());
    }
  }

  @Test
  void zkServerStatusSaysWhenNobodyAnswers() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    zooCfg(port);

    Outcome outcome = run(Map.of(), "zkServer.sh", "--config", dir.toString(), "status");

    assertEquals(1, outcome.code());
    assertTrue(
        outcome.out().endsWith("Error contacting service. It is probably not running.\n"),
        outcome.out());
  }

  @Test
  void zkServerStopsTheProcessOfThePidFileInDataDir() throws Exception {
    Path cfg = zooCfg(1);
    assertEquals(
        "Stopping zookeeper ... no zookeeper to stop (could not find file "
            + dir
            + "/zookeeper_server.pid)\n",
        run(Map.of(), "zkServer.sh", "stop", cfg.toString()).out());
    Process running = new ProcessBuilder("sleep", "100").start();
    try {
      Files.writeString(dir.resolve("zookeeper_server.pid"), Long.toString(running.pid()));

      Outcome start = run(Map.of(), "zkServer.sh", "start", cfg.toString());
      Outcome stop = run(Map.of(), "zkServer.sh", "stop", cfg.toString());

      assertEquals(
          "Starting zookeeper ... already running as process " + running.pid() + ".\n",
          start.out());
      assertEquals(1, start.code());
      assertEquals("Stopping zookeeper ... STOPPED\n", stop.out());
      assertTrue(running.waitFor(DEADLINE_S, TimeUnit.SECONDS));
    } finally {
      running.destroyForcibly();
    }
  }

  @Test
  void kafkaServerStopSignalsWhatRunsKafka() throws Exception {
    Process running = new ProcessBuilder("sleep", "100").start();
    try {
      // A process table of the test's own: the real one may hold brokers of others.
      Path ps = dir.resolve("ps");
      Files.writeString(ps, "#!/bin/sh\ncat \"$0.table\"\n");
      assertTrue(ps.toFile().setExecutable(true));
      Path table = dir.resolve("ps.table");
      Map<String, String> environment = Map.of("PATH", dir + ":" + System.getenv("PATH"));
      Files.writeString(table, "    1 ? Ss 0:01 /sbin/init\n");

      Outcome none = run(environment, "kafka-server-stop.sh");
      Files.writeString(
          table,
          "    1 ? Ss 0:01 /sbin/init\n "
              + running.pid()
              + " ? Sl 0:09 java -cp x.jar Kafka kafka.Kafka server.properties\n");
      Outcome one = run(environment, "kafka-server-stop.sh");

      assertEquals("No kafka server to stop\n", none.out());
      assertEquals(1, none.code());
      assertEquals(0, one.code(), one.err());
      assertTrue(running.waitFor(DEADLINE_S, TimeUnit.SECONDS));
    } finally {
      running.destroyForcibly();
    }
  }

  private Path zooCfg(int port) throws IOException {
    return Files.writeString(
        dir.resolve("zoo.cfg"),
        "# a comment\n  dataDir = "
            + dir
            + "  \nclientPortAddress=127.0.0.1\nclientPort="
            + port
            + "\n");
  }

  /** Takes one connection, and answers its four letters as a standalone server. */
  private static String answer(ServerSocket server) {
    try (Socket socket = server.accept()) {
      byte[] word = socket.getInputStream().readNBytes(4);
      socket
          .getOutputStream()
          .write(
              "Zookeeper version: 3\nMode: standalone\nNode count: 5\n"
                  .getBytes(StandardCharsets.UTF_8));
      return new String(word, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome run(Map<String, String> environment, String... words) throws Exception {
    Path out = Files.createTempFile(dir, "out", "");
    Path err = Files.createTempFile(dir, "err", "");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.command().set(0, BIN.resolve(words[0]).toString());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("ZOO.*|KAFKA.*|JMX.*|LOG_DIR|EXTRA_ARGS"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertTrue(process.waitFor(DEADLINE_S, TimeUnit.SECONDS), String.join(" ", words));
      return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path bin() {
    Path dir = Path.of("").toAbsolutePath();
    while (!Files.exists(dir.resolve("bin/castellan"))) {
      dir = Objects.requireNonNull(dir.getParent(), "not inside the project");
    }
    return dir.resolve("bin");
  }
}
