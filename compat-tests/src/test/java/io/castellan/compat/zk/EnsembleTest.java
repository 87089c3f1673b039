package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Matrix;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ensembles of three processes: of ours alone, and of ours and stock servers. */
@ExtendWith(LeakCheck.class)
class EnsembleTest {
  private static final int WRITES = 20;

  @Test
  void threeOfOursGoOnWithoutTheirLeader(@TempDir Path directory) {
    try (Members members = new Members(directory);
        ToolRunner shell = new ToolRunner(StockRelease.ZOOKEEPER_3_9_6)) {
      members.startOurs(1, 2);
      members.awaitLeader(2);
      members.startOurs(3);
      members.awaitLeader(2);
      for (int id = 1; id <= Members.COUNT; id++) {
        cli(shell, members.port(id), "create", "/shell-" + id, "data");
      }
      members.write(3, "/before-", WRITES);
      members.kill(2);
      members.awaitLeader(3);
      members.write(1, "/without-", WRITES);
      members.startOurs(2);
      members.awaitLeader(3);
      members.write(2, "/after-", WRITES);
      allHaveTheSame(members);
      ToolRun list = cli(shell, members.port(2), "ls", "/");
      assertTrue(list.out().contains("shell-1, shell-2, shell-3"), list::out);
    }
  }

  static Stream<StockRelease> stock() {
    return Matrix.isFull()
        ? StockRelease.zookeeper().stream()
        : Stream.of(StockRelease.ZOOKEEPER_3_6_3, StockRelease.ZOOKEEPER_3_9_6);
  }

  /** Ours follows a stock server, takes its place, and has it for a follower. */
  @ParameterizedTest
  @MethodSource("stock")
  void oursAndStockLeadAndFollowOneAnother(StockRelease release, @TempDir Path directory) {
    try (Members members = new Members(directory)) {
      Map<Integer, @Nullable StockRelease> first = new HashMap<>();
      first.put(1, null);
      first.put(2, release);
      members.start(first);
      members.awaitLeader(2); // a stock one leads
      members.startOurs(3);
      members.awaitLeader(2);
      for (int id = 1; id <= Members.COUNT; id++) {
        members.write(id, "/stock-leads-" + id + "-", WRITES);
      }
      allHaveTheSame(members);
      members.kill(2);
      members.awaitLeader(3); // ours leads
      members.write(1, "/ours-leads-", WRITES);
      members.start(Map.of(2, release));
      members.awaitLeader(3);
      for (int id = 1; id <= Members.COUNT; id++) {
        members.write(id, "/stock-follows-" + id + "-", WRITES);
      }
      allHaveTheSame(members);
      members.kill(1); // the stock one must vote, and acknowledge, or nothing goes on
      members.write(3, "/two-are-left-", WRITES);
      members.startOurs(1);
      members.awaitLeader(3);
      allHaveTheSame(members);
    }
  }

  private static void allHaveTheSame(Members members) {
    String tree = members.tree(1);
    for (int id = 2; id <= Members.COUNT; id++) {
      assertEquals(sorted(tree), sorted(members.tree(id)), "server " + id);
    }
  }

  private static List<String> sorted(String tree) {
    return Stream.of(tree.split("[\\[\\], ]+")).sorted().toList();
  }

  private static ToolRun cli(ToolRunner shell, int port, String... command) {
    String[] arguments =
        Stream.concat(Stream.of("-server", "127.0.0.1:" + port), Stream.of(command))
            .toArray(String[]::new);
    ToolRun run = shell.run(StockTool.ZK_CLI, arguments);
    assertEquals(0, run.exitCode(), run::err);
    return run;
  }
}
