package io.castellan.server.kafka.partition;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.AppendResult;
import io.castellan.server.lane.Lane;
import io.castellan.server.simulation.files.FaultyDisk;
import io.castellan.server.simulation.files.FileOperation;
import io.castellan.server.simulation.files.FileOperation.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the partitions do when a disk fails, and when it is full. */
class FailingDirectoriesTest {
  private static final TopicPartition ONE = new TopicPartition("one", 0);
  private static final TopicPartition OTHER = new TopicPartition("other", 0);

  @TempDir Path root;

  @Test
  void aFailedDirectoryGoesOfflineAndTheRestServes() throws Exception {
    FaultyDisk disk = FaultyDisk.over(root);
    Path a = disk.root().resolve("a");
    Path b = disk.root().resolve("b");
    try (RunningPartitions broker = new RunningPartitions(List.of(a, b), Map.of())) {
      broker.lead(ONE, 1);
      broker.lead(OTHER, 1);
      broker.assertServes(ONE, "1");
      broker.assertServes(OTHER, "2");
      Path failing = broker.find(ONE).logDirectory();
      disk.failWhen(
          FileOperation.below(failing).and(FileOperation.changes()), FaultyDisk.INPUT_OUTPUT_ERROR);
      assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, broker.append(ONE, "lost").error());
      RunningPartitions.await(
          () -> broker.find(ONE).role().error() == ErrorCode.KAFKA_STORAGE_ERROR);
      assertEquals(List.of(failing), broker.offline);
      assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, broker.lead(ONE, 2));
      broker.assertServes(OTHER, "3");
      disk.heal();
    }
    // After the disk was mended: what was acknowledged is there.
    try (RunningPartitions broker = new RunningPartitions(List.of(a, b), Map.of())) {
      broker.lead(ONE, 3);
      broker.lead(OTHER, 3);
      assertEquals(List.of("1"), broker.values(ONE));
      assertEquals(List.of("2", "3"), broker.values(OTHER));
    }
  }

  @Test
  void aFullDiskRefusesProduceServesReadersAndGoesOnWhenThereIsRoom() throws Exception {
    FaultyDisk disk = FaultyDisk.over(root);
    Path a = disk.root().resolve("a");
    List<String> accepted = new ArrayList<>();
    try (RunningPartitions broker = new RunningPartitions(List.of(a), Map.of())) {
      broker.lead(ONE, 1);
      broker.assertServes(ONE, "first");
      accepted.add("first");
      disk.leaveRoom(100);
      for (int i = 0; i < 20; i++) {
        if (broker.append(ONE, "while full " + i).error() == ErrorCode.NONE) {
          accepted.add("while full " + i);
        }
      }
      assertTrue(accepted.size() < 4, "accepted: " + accepted);
      assertEquals(accepted, broker.values(ONE));
      assertTrue(broker.offline.isEmpty(), "the directory stays online");
      long writes = disk.count(FileOperation.of(Kind.WRITE, ".log"));
      assertTrue(writes < 10, "what is refused is not even tried: " + writes);
      disk.heal();
      RunningPartitions.await(() -> broker.append(ONE, "again").error() == ErrorCode.NONE);
      accepted.add("again");
      broker.assertServes(ONE, "last");
      accepted.add("last");
      assertEquals(accepted, broker.values(ONE));
    }
    try (RunningPartitions broker = new RunningPartitions(List.of(a), Map.of())) {
      broker.lead(ONE, 2);
      assertEquals(accepted, broker.values(ONE));
    }
  }

  @Test
  void aCheckpointThatFindsNoRoomDoesNotTakeTheDirectoryOffline() throws Exception {
    FaultyDisk disk = FaultyDisk.over(root);
    Path a = disk.root().resolve("a");
    try (RunningPartitions broker = new RunningPartitions(List.of(a), Map.of())) {
      broker.lead(ONE, 1);
      broker.assertServes(ONE, "first");
      disk.leaveRoom(0);
      assertEquals(ErrorCode.NONE, broker.lead(OTHER, 1), "a log without records needs no room");
      assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, broker.append(OTHER, "refused").error());
      assertTrue(broker.offline.isEmpty());
      assertEquals(List.of("first"), broker.values(ONE));
      disk.heal();
      RunningPartitions.await(() -> broker.append(OTHER, "taken").error() == ErrorCode.NONE);
      assertEquals(List.of("taken"), broker.values(OTHER));
    }
  }

  @Test
  void anAppendThatUpkeepFindsNoRoomForIsRefused() throws Exception {
    FaultyDisk disk = FaultyDisk.over(root);
    Path a = disk.root().resolve("a");
    try (RunningPartitions broker = new RunningPartitions(List.of(a), Map.of())) {
      broker.lead(ONE, 1);
      broker.assertServes(ONE, "first");
      Lane lane = broker.find(ONE).lane();
      CountDownLatch gate = new CountDownLatch(1);
      lane.execute(() -> assertDoesNotThrow(() -> gate.await(20, TimeUnit.SECONDS)));
      CompletableFuture<AppendResult> lost = broker.send(ONE, "staged when upkeep comes");
      CompletableFuture<Void> upkeep = new CompletableFuture<>();
      lane.execute(
          () -> {
            broker.hosted(ONE).onUpkeep(log -> log.applyRetention(System.currentTimeMillis()));
            upkeep.complete(null);
          });
      disk.leaveRoom(10);
      gate.countDown();
      RunningPartitions.await(upkeep);
      assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, RunningPartitions.await(lost).error());
      assertEquals(List.of("first"), broker.values(ONE));
      disk.heal();
    }
  }

  @Test
  void aTopicThatIsMadeWhileTheDiskIsFullIsServedOnceThereIsRoom() throws Exception {
    FaultyDisk disk = FaultyDisk.over(root);
    Path a = disk.root().resolve("a");
    try (RunningPartitions broker = new RunningPartitions(List.of(a), Map.of())) {
      disk.failWhen(FileOperation.of(Kind.CREATE_DIRECTORY), FaultyDisk.NO_SPACE);
      assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, broker.lead(ONE, 1));
      disk.heal();
      RunningPartitions.await(() -> broker.partitions.table().find(ONE) != null);
      RunningPartitions.await(() -> broker.append(ONE, "first").error() == ErrorCode.NONE);
      assertEquals(List.of("first"), broker.values(ONE));
    }
  }

  @Test
  void aFullDiskIsClosedAndRecoveredWithoutGoingOffline() throws Exception {
    FaultyDisk disk = FaultyDisk.over(root);
    Path a = disk.root().resolve("a");
    Map<String, String> small = Map.of("segment.bytes", "300");
    List<String> accepted = new ArrayList<>();
    RunningPartitions first = new RunningPartitions(List.of(a), small);
    first.lead(ONE, 1);
    for (int i = 0; i < 5; i++) {
      accepted.add(i + "x".repeat(200));
      first.assertServes(ONE, accepted.get(i));
    }
    disk.leaveRoom(0);
    first.close();
    assertEquals(List.of(), first.offline);
    assertFalse(Files.exists(a.resolve(".kafka_cleanshutdown")));

    disk.failWhen(FileOperation.of(Kind.WRITE, "index"), FaultyDisk.NO_SPACE);
    try (RunningPartitions broker = new RunningPartitions(List.of(a), small)) {
      assertEquals(1, broker.directories.online().size());
      broker.lead(ONE, 2);
      disk.heal();
      RunningPartitions.await(() -> broker.partitions.table().find(ONE) != null);
      assertEquals(accepted, broker.values(ONE));
      RunningPartitions.await(() -> broker.append(ONE, "more").error() == ErrorCode.NONE);
    }
    assertTrue(Files.exists(a.resolve(".kafka_cleanshutdown")));
  }
}
