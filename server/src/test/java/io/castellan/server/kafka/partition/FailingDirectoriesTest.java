package io.castellan.server.kafka.partition;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.AppendResult;
import io.castellan.server.lane.Lane;
import io.castellan.server.simulation.files.FaultyDisk;
import io.castellan.server.simulation.files.FileOperation;
import io.castellan.server.simulation.files.FileOperation.Kind;
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
}
