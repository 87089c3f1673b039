package io.castellan.server.kafka.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.simulation.files.CrashReplay;
import io.castellan.server.simulation.files.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogMoverTest {
  private static final TopicPartition ONE = new TopicPartition("one", 0);
  private static final Map<String, String> SMALL = Map.of("segment.bytes", "2000");

  @TempDir Path root;

  private List<Path> dirs(Path under) {
    return List.of(under.resolve("a"), under.resolve("b"));
  }

  private static Path otherThan(Path directory) {
    return directory.resolveSibling(directory.endsWith("a") ? "b" : "a");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isDirectory)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void movesALogWhileItIsWritten() throws Exception {
    List<String> values = new ArrayList<>();
    Path to;
    try (RunningPartitions broker = new RunningPartitions(dirs(root), SMALL)) {
      broker.lead(ONE, 1);
      for (int i = 0; i < 200; i++) {
        values.add("value " + i);
        broker.assertServes(ONE, "value " + i);
      }
      Path from = broker.find(ONE).logDirectory();
      to = otherThan(from);
      assertEquals(ErrorCode.NONE, broker.mover.move(ONE, to.toString()));
      for (int i = 200; i < 400; i++) {
        values.add("value " + i);
        broker.assertServes(ONE, "value " + i);
      }
      broker.awaitMoved(ONE, to);
      broker.assertServes(ONE, "after");
      values.add("after");
      assertEquals(values, broker.values(ONE));
      assertEquals(List.of("one-0"), names(to));
      assertTrue(names(from).get(0).endsWith("-delete"), () -> "left in " + from);
      assertTrue(Files.exists(to.resolve("one-0/partition.metadata")));
      assertEquals(ErrorCode.NONE, broker.mover.move(ONE, to.toString()), "is there already");
      assertTrue(broker.mover.moves().isEmpty());
    }
    try (RunningPartitions broker = new RunningPartitions(dirs(root), SMALL)) {
      broker.lead(ONE, 2);
      assertEquals(to, broker.find(ONE).logDirectory());
      assertEquals(values, broker.values(ONE));
    }
  }

  @Test
  void refusesWhatIsNoDirectoryOfThisBroker() {
    try (RunningPartitions broker = new RunningPartitions(dirs(root), SMALL)) {
      broker.lead(ONE, 1);
      String none = root.resolve("c").toString();
      assertEquals(ErrorCode.LOG_DIR_NOT_FOUND, broker.mover.move(ONE, none));
      assertEquals(ErrorCode.LOG_DIR_NOT_FOUND, broker.mover.move(ONE, "a"));
      TopicPartition later = new TopicPartition("later", 0);
      Path b = root.resolve("b");
      assertEquals(ErrorCode.REPLICA_NOT_AVAILABLE, broker.mover.move(later, b.toString()));
      broker.lead(later, 1);
      assertEquals(b, broker.find(later).logDirectory(), "as was wished");
    }
  }

  @Test
  void aKillAtAnyMomentLosesNothingAndTheMoveGoesOn() throws Exception {
    long seed = Long.getLong("castellan.seed", System.nanoTime());
    int every = Integer.getInteger("castellan.crash.every", 12);
    Random random = new Random(seed);
    Path work = Files.createDirectory(root.resolve("work"));
    FaultyDisk disk = FaultyDisk.over(work);
    List<Integer> acknowledged = new ArrayList<>();
    List<String> values = new ArrayList<>();
    Path target;
    try (RunningPartitions broker = new RunningPartitions(dirs(disk.root()), SMALL)) {
      broker.lead(ONE, 1);
      target = otherThan(broker.find(ONE).logDirectory());
      for (int i = 0; i < 60; i++) {
        if (i == 40) {
          broker.mover.move(ONE, target.toString());
        }
        broker.assertServes(ONE, "value " + i);
        values.add("value " + i);
        acknowledged.add(disk.journal().now());
      }
      broker.awaitMoved(ONE, target);
    }
    CrashReplay replay = new CrashReplay(disk.journal());
    int known = 0;
    for (int moment = acknowledged.get(30); moment <= replay.end(); moment++) {
      while (known < acknowledged.size() && acknowledged.get(known) <= moment) {
        known++;
      }
      replay.advanceTo(moment);
      if (random.nextInt(every) > 0) {
        continue;
      }
      Path left = Files.createDirectory(root.resolve("left" + moment));
      replay.afterKill(left);
      Path quick = FaultyDisk.over(left).root();
      try (RunningPartitions broker = new RunningPartitions(dirs(quick), SMALL)) {
        String at = "seed " + seed + " moment " + moment;
        assertEquals(ErrorCode.NONE, broker.lead(ONE, 2), at);
        List<String> found = broker.values(ONE);
        assertTrue(found.size() >= known && found.size() <= known + 1, () -> found + ", " + at);
        assertEquals(values.subList(0, found.size()), found, at);
        RunningPartitions.await(() -> broker.mover.moves().isEmpty());
        assertEquals(found, broker.values(ONE), at);
        broker.assertServes(ONE, "after");
        for (Path directory : dirs(left)) {
          assertFalse(names(directory).stream().anyMatch(name -> name.endsWith("-future")), at);
        }
      }
    }
  }
}
