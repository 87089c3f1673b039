package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.ListValues;
import io.castellan.compat.client.ProduceUntilKilled;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Matrix;
import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of produce, again and again on one directory. */
@ExtendWith(LeakCheck.class)
class KilledBrokerTest {
  private static final int ROUNDS = Matrix.isFull() ? 20 : 2;
  private static final String TOPIC = "load";
  private static final Duration RESTART_LIMIT = Duration.ofSeconds(15);

  @Test
  void keepsEveryAcknowledgedRecord(@TempDir Path directory) {
    List<Set<String>> acknowledged = new ArrayList<>();
    try (ToolRunner client = ToolRunner.withOwnClients(StockRelease.KAFKA_3_9_2)) {
      for (int round = 0; round < ROUNDS; round++) {
        // Small segments, so that the kill comes near a roll now and then.
        try (Pair servers = Pair.castellan(directory, List.of("log.segment.bytes=300000"))) {
          assertTrue(
              servers.startTime().compareTo(RESTART_LIMIT) < 0,
              () -> "start: " + servers.startTime());
          acknowledged.add(Set.copyOf(loadUntilKilled(client, servers, round)));
        }
        assertKept(client, directory, acknowledged, round);
      }
      for (int round = 0; round < ROUNDS; round++) {
        assertKept(client, directory, acknowledged, round); // through all the later kills
      }
    }
  }

  private static void assertKept(
      ToolRunner client, Path directory, List<Set<String>> acknowledged, int round) {
    Set<String> lost = new HashSet<>(acknowledged.get(round));
    lost.removeAll(stored(client, directory, round));
    assertEquals(Set.of(), lost, "of round " + round);
  }

  private static List<String> loadUntilKilled(ToolRunner client, Pair servers, int round) {
    if (round == 0) {
      ToolRun created =
          client.run(
              StockTool.TOPICS,
              "--bootstrap-server",
              servers.bootstrap(),
              "--create",
              "--topic",
              TOPIC,
              "--partitions",
              "3");
      assertEquals(0, created.exitCode(), created::err);
    }
    int killAfter = 5_000 + 1_371 * round;
    ToolRun run =
        client.run(
            ProduceUntilKilled.class.getName(),
            List.of(
                servers.bootstrap(),
                TOPIC,
                Long.toString(servers.kafka().pid()),
                Integer.toString(killAfter),
                name(round)),
            List.of(),
            false);
    assertEquals(0, run.exitCode(), run::err);
    servers.kafka().kill();
    assertTrue(run.lines().size() >= killAfter, () -> run.lines().size() + " acknowledged");
    return run.lines();
  }

  /**
   * What a consumer gets of a round from the restarted server, as {@code partition offset value}.
   */
  private static Set<String> stored(ToolRunner client, Path directory, int round) {
    try (Pair servers = Pair.castellan(directory, List.of())) {
      ToolRun run =
          client.run(
              ListValues.class.getName(),
              List.of(servers.bootstrap(), TOPIC, name(round)),
              List.of(),
              false);
      assertEquals(0, run.exitCode(), run::err);
      return Set.copyOf(run.lines());
    }
  }

  /** What the values of a round start with. */
  private static String name(int round) {
    return "run-" + round + "-";
  }
}
