package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.FillZnodes;
import io.castellan.compat.client.ListZnodes;
import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Matrix;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A ZooKeeper data directory passes between stock and ours, both ways, with equal trees and stats.
 */
@ExtendWith(LeakCheck.class)
class DirectoryHandoverTest {
  private static final int ZNODES = Matrix.isFull() ? 3_000 : 10_000;
  private static final ToolRunner CLIENT = ToolRunner.withOwnClients(StockRelease.ZOOKEEPER_3_6_3);

  private final int port = Ports.free();

  /** Of all servers of a test. */
  private final StringBuilder output = new StringBuilder();

  /** Each run leaves something behind in the client's JVM, and these are many. */
  @AfterEach
  void endClient() {
    CLIENT.close();
  }

  /**
   * A stock server, and lines of its zoo.cfg and ours that decide what a snapshot looks like: how
   * it is compressed, and which of the parts at its end it has.
   */
  record Form(StockRelease release, List<String> lines) {
    private static Form of(StockRelease release, String... lines) {
      List<String> all = new ArrayList<>(List.of("snapCount=500"));
      all.addAll(List.of(lines));
      if (!release.isAtLeast(3, 5)) {
        all.add("snapshot.trust.empty=true"); // 3.4 takes its first snapshot when it is due
      }
      return new Form(release, all);
    }

    /** A tree but for what 3.4 does not know, and every later release adds when it starts. */
    private String common(String tree) {
      return release.isAtLeast(3, 5)
          ? tree
          : tree.lines()
              .filter(line -> !line.matches("/zookeeper(/config)? .*"))
              .collect(Collectors.joining("\n"));
    }
  }

  static List<Form> forms() {
    if (!Matrix.isFull()) {
      return List.of(Form.of(StockRelease.ZOOKEEPER_3_6_3));
    }
    List<Form> forms = new ArrayList<>();
    for (StockRelease release : StockRelease.zookeeper()) {
      forms.add(Form.of(release));
      if (release.isAtLeast(3, 6)) {
        forms.add(Form.of(release, "snapshot.compression.method=gz"));
        forms.add(Form.of(release, "snapshot.compression.method=snappy"));
        forms.add(Form.of(release, "digest.enabled=false"));
      }
      if (release.isAtLeast(3, 9)) {
        forms.add(Form.of(release, "serializeLastProcessedZxid.enabled=false"));
        forms.add(
            Form.of(
                release,
                "digest.enabled=false",
                "serializeLastProcessedZxid.enabled=false",
                "snapshot.compression.method=snappy"));
      }
    }
    return forms;
  }

  @ParameterizedTest
  @MethodSource("forms")
  void opensWhatStockWroteAndHandsItBack(Form form, @TempDir Path directory) {
    String[] lines = form.lines().toArray(new String[0]);
    Supplier<ServerProcess> stock =
        () -> StockServers.zooKeeper(form.release(), directory, port, lines);
    Supplier<ServerProcess> ours = () -> CastellanProcess.zooKeeper(directory, port, lines);

    String written = fillAndList(stock, "/first", ZNODES);
    assertEquals(form.common(written), form.common(list(ours)));
    String changed = fillAndList(ours, "/second", ZNODES);
    assertEquals(form.common(changed), form.common(list(stock)));
    String changedAgain = fillAndList(stock, "/third", ZNODES / 10);
    assertEquals(form.common(changedAgain), form.common(list(ours)));
    assertTrue(changedAgain.lines().count() > 2.1 * ZNODES);
    assertEquals(
        List.of(), output.toString().lines().filter(DirectoryHandoverTest::tellsOfDamage).toList());
  }

  /** What stock and ours say when a tree is not the one that was written. */
  private static boolean tellsOfDamage(String line) {
    return line.contains("digest mismatch") || line.contains("Digests are not matching");
  }

  @ParameterizedTest
  @MethodSource("io.castellan.compat.harness.StockRelease#zookeeper")
  void handsADirectoryOfItsOwnToStock(StockRelease release, @TempDir Path directory) {
    String written =
        fillAndList(
            () -> CastellanProcess.zooKeeper(directory, port, "snapCount=700"),
            "/ours",
            ZNODES / 5);
    assertEquals(written, list(() -> StockServers.zooKeeper(release, directory, port)));
  }

  private String fillAndList(Supplier<ServerProcess> start, String root, int znodes) {
    try (ServerProcess server = start.get()) {
      run(FillZnodes.class, root, Integer.toString(znodes));
      String tree = run(ListZnodes.class, "/");
      server.stop();
      output.append(server.output());
      return tree;
    }
  }

  private String list(Supplier<ServerProcess> start) {
    try (ServerProcess server = start.get()) {
      String tree = run(ListZnodes.class, "/");
      server.stop();
      output.append(server.output());
      return tree;
    }
  }

  private String run(Class<?> client, String... arguments) {
    List<String> all = new ArrayList<>(List.of("127.0.0.1:" + port));
    all.addAll(List.of(arguments));
    ToolRun run = CLIENT.run(client.getName(), all, List.of(), false);
    assertEquals(0, run.exitCode(), run::err);
    return run.out();
  }
}
