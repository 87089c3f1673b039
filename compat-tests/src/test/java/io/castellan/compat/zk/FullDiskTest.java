package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.castellan.compat.client.CreateUntilKilled;
import io.castellan.compat.client.ListZnodes;
import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that cannot grow any more: the operating system lets the server write so many bytes to each
 * and no further, from one moment on.
 */
@ExtendWith(LeakCheck.class)
class FullDiskTest {
  private static final String ROOT = "/load";
  private static final int NEVER = Integer.MAX_VALUE;

  @Test
  void aLogThatCannotGrowEndsTheServerWithALineAndLosesNothing(@TempDir Path directory) {
    int port = Ports.free();
    Set<String> acknowledged;
    try (ServerProcess server = CastellanProcess.zooKeeper(directory, port, "preAllocSize=64")) {
      limitFiles(server, 700_000);
      acknowledged = createUntilItEnds(server, port, NEVER);
      assertEquals(1, server.awaitExit());
      String last = server.output().strip().lines().reduce("", (before, line) -> line);
      assertTrue(last.contains("castellan ends, lane zk-txnlog failed"), last);
      assertTrue(last.contains("version-2/log.") && last.contains("File too large"), last);
    }
    assertTrue(acknowledged.size() > 1000, () -> acknowledged.size() + " acknowledged");
    assertEquals(Set.of(), lost(directory, port, acknowledged));
  }

  @Test
  void aSnapshotThatCannotBeWrittenIsToldOfAndHarmsNobody(@TempDir Path directory) {
    int port = Ports.free();
    Set<String> acknowledged;
    try (ServerProcess server =
        CastellanProcess.zooKeeper(directory, port, "preAllocSize=16", "snapCount=300")) {
      limitFiles(server, 150_000);
      acknowledged = createUntilItEnds(server, port, 3000);
      server.awaitExit();
      String output = server.output();
      assertTrue(output.contains("snapshot failed zxid=0x"), output);
      assertTrue(!output.contains("castellan ends"), output);
    }
    assertTrue(acknowledged.size() >= 3000, () -> acknowledged.size() + " acknowledged");
    assertEquals(Set.of(), lost(directory, port, acknowledged));
  }

  /** What a full disk does to every file: a write beyond so many bytes fails. */
  private static void limitFiles(ServerProcess server, int bytes) {
    try {
      Process limit =
          new ProcessBuilder(
                  "prlimit", "--pid", Long.toString(server.pid()), "--fsize=" + bytes + ":" + bytes)
              .inheritIO()
              .start();
      assertEquals(0, limit.waitFor(), "prlimit");
    } catch (IOException e) {
      assumeTrue(false, "no prlimit here (Debian: util-linux)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Set<String> createUntilItEnds(ServerProcess server, int port, int killAfter) {
    try (ToolRunner client = ToolRunner.withOwnClients(StockRelease.ZOOKEEPER_3_9_6)) {
      ToolRun run =
          client.run(
              CreateUntilKilled.class.getName(),
              List.of(
                  "127.0.0.1:" + port,
                  ROOT,
                  Long.toString(server.pid()),
                  Integer.toString(killAfter)),
              List.of(),
              false);
      assertEquals(0, run.exitCode(), run::err);
      return Set.copyOf(run.lines());
    }
  }

  private static Set<String> lost(Path directory, int port, Set<String> acknowledged) {
    Set<String> lost = new HashSet<>(acknowledged);
    try (ToolRunner client = ToolRunner.withOwnClients(StockRelease.ZOOKEEPER_3_9_6);
        ServerProcess server = CastellanProcess.zooKeeper(directory, port)) {
      ToolRun run =
          client.run(
              ListZnodes.class.getName(), List.of("127.0.0.1:" + port, ROOT), List.of(), false);
      assertEquals(0, run.exitCode(), run::err);
      run.lines().forEach(line -> lost.remove(line.split(" ", 2)[0]));
      server.stop();
      return lost;
    }
  }
}
