package io.castellan.server.kafka.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.AppendOrigin;
import io.castellan.server.kafka.log.AppendResult;
import io.castellan.server.kafka.log.Isolation;
import io.castellan.server.kafka.log.LogRead;
import io.castellan.server.kafka.log.LogSlice;
import io.castellan.server.kafka.log.TopicLogs;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.LaneGroup;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionsTest {
  private static final int BROKER = 7;
  private static final Uuid TOPIC_ID = new Uuid(1, 2);
  private static final TopicPartition ORDERS = new TopicPartition("orders", 3);

  @TempDir Path root;
  private final AtomicReference<Throwable> laneFailure = new AtomicReference<>();
  private @Nullable Partitions running;
  private @Nullable LogDirectories opened;

  @AfterEach
  void stop() {
    stopIfRunning();
    assertNull(laneFailure.get(), () -> "a lane failed: " + laneFailure.get());
  }

  @Test
  void servesAPartitionFromTheDecisionThatItLeadsOn() {
    start("a");
    assertNull(partitions().table().find(ORDERS));

    assertEquals(ErrorCode.NONE, lead(ORDERS, 1, List.of(BROKER)));
    AppendResult result = append(ORDERS, 1, "one", "two");

    assertEquals(ErrorCode.NONE, result.error());
    assertEquals(0, result.firstOffset());
    PartitionProxy partition = find(ORDERS);
    assertEquals(2, partition.view().highWatermark());
    assertEquals("orders", partitions().table().topicName(TOPIC_ID));
    LogRead read = partition.view().read(0, 1000, Isolation.HIGH_WATERMARK, true);
    LogSlice slice = read.slice();
    assertNotNull(slice);
    assertEquals(partition.readableBytes(), slice.sizeInBytes());
    slice.release();
  }

  @Test
  void keepsRecordsAndTopicIdAcrossACleanRestart() throws Exception {
    start("a", "b");
    lead(ORDERS, 1, List.of(BROKER));
    append(ORDERS, -1, "one");
    append(ORDERS, -1, "two");
    stopIfRunning();
    assertTrue(Files.exists(root.resolve("a/.kafka_cleanshutdown")));
    assertTrue(
        Files.readString(root.resolve("a/replication-offset-checkpoint")).contains("orders 3 2"));

    start("a", "b");
    assertEquals(
        ErrorCode.INCONSISTENT_TOPIC_ID, becomeLeader(ORDERS, new Uuid(9, 9), 2, List.of(BROKER)));
    assertEquals(ErrorCode.NONE, lead(ORDERS, 2, List.of(BROKER)));
    assertEquals(2, append(ORDERS, 1, "three").firstOffset());
    assertEquals(1, partitions().directories().places().size());
  }

  @Test
  void appendsThatWaitTogetherAreWrittenTogetherAndAnsweredInOrder() throws Exception {
    start("a");
    lead(ORDERS, 1, List.of(BROKER));
    PartitionProxy partition = find(ORDERS);
    CountDownLatch gate = new CountDownLatch(1);
    partition
        .lane()
        .execute(
            () -> {
              try {
                gate.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    List<Long> endsSeen = new CopyOnWriteArrayList<>();
    List<CompletableFuture<AppendResult>> sent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      CompletableFuture<AppendResult> one = send(ORDERS, i % 2 == 0 ? 1 : -1, 10_000, "v" + i);
      one.thenRun(() -> endsSeen.add(partition.view().highWatermark()));
      sent.add(one);
    }
    gate.countDown();
    for (int i = 0; i < 5; i++) {
      assertEquals(i, await(sent.get(i)).firstOffset());
    }
    assertEquals(List.of(5L, 5L, 5L, 5L, 5L), endsSeen);
  }

  @Test
  void ignoresDecisionsThatAreNotNewer() {
    start("a");
    lead(ORDERS, 5, List.of(BROKER));
    assertEquals(ErrorCode.STALE_CONTROLLER_EPOCH, lead(ORDERS, 5, List.of(BROKER)));
    assertEquals(ErrorCode.STALE_CONTROLLER_EPOCH, lead(ORDERS, 4, List.of(BROKER)));
    assertEquals(
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
        await(
            partitions()
                .becomeLeaderOrFollower(decision(ORDERS, TOPIC_ID, 6, List.of(1), List.of(1)))));
    assertEquals(5, find(ORDERS).role().leaderEpoch());
  }

  @Test
  void refusesAcksAllBelowTheLeastReplicasInSync() {
    start("a");
    becomeLeader(ORDERS, TOPIC_ID, 1, List.of(BROKER), Map.of("min.insync.replicas", "2"));
    assertEquals(ErrorCode.NOT_ENOUGH_REPLICAS, append(ORDERS, -1, "one").error());
    assertEquals(ErrorCode.NONE, append(ORDERS, 1, "one").error());
  }

  @Test
  void acksAllWaitsWhileAnotherReplicaInSyncDoesNotReport() {
    start("a");
    await(
        partitions()
            .becomeLeaderOrFollower(
                decision(ORDERS, TOPIC_ID, 1, List.of(BROKER, 8), List.of(BROKER, 8))));
    CompletableFuture<AppendResult> all = send(ORDERS, -1, 100, "one");
    assertEquals(ErrorCode.NONE, append(ORDERS, 1, "two").error());
    assertEquals(ErrorCode.REQUEST_TIMED_OUT, await(all).error());
    assertEquals(0, find(ORDERS).view().highWatermark());
    assertEquals(2, find(ORDERS).view().logEndOffset());

    CompletableFuture<AppendResult> pending = send(ORDERS, -1, 60_000, "three");
    lead(ORDERS, 2, List.of(BROKER));
    assertEquals(ErrorCode.NONE, await(pending).error());
    assertEquals(3, find(ORDERS).view().highWatermark());
  }

  @Test
  void aStoppedPartitionAnswersNobodyAndADeletedOneIsGone() {
    start("a");
    lead(ORDERS, 1, List.of(BROKER));
    append(ORDERS, 1, "one");
    PartitionProxy before = find(ORDERS);
    assertEquals(ErrorCode.FENCED_LEADER_EPOCH, await(partitions().stopReplica(ORDERS, 0, false)));
    assertEquals(ErrorCode.NONE, await(partitions().stopReplica(ORDERS, 1, false)));
    assertNull(partitions().table().find(ORDERS));
    assertNull(partitions().table().topicName(TOPIC_ID));
    assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, before.role().error());

    assertEquals(ErrorCode.NONE, await(partitions().stopReplica(ORDERS, -2, true)));
    assertFalse(Files.exists(root.resolve("a/orders-3")));
    assertEquals(ErrorCode.NONE, becomeLeader(ORDERS, new Uuid(3, 4), 1, List.of(BROKER)));
    assertEquals(0, append(ORDERS, 1, "again").firstOffset());
  }

  @Test
  void aDirectoryOfAnotherClusterOrBrokerIsRefused() {
    start("a");
    directories().takeIdentity(BROKER, "cluster-1", 0);
    assertEquals(BROKER, directories().brokerId());
    stopIfRunning();

    LogDirectories directories = LogDirectories.open(List.of(root.resolve("a"), root.resolve("b")));
    StorageException wrongCluster =
        assertThrows(
            StorageException.class, () -> directories.takeIdentity(BROKER, "cluster-2", 0));
    assertTrue(String.valueOf(wrongCluster.getMessage()).contains("cluster-1"));
    assertThrows(StorageException.class, () -> directories.takeIdentity(8, "cluster-1", 0));
    assertThrows(
        StorageException.class,
        () -> LogDirectories.open(List.of(root.resolve("b"))),
        "a directory in use is refused");
    directories.close();
  }

  @Test
  void aDamagedLogIsNotServedAndNotTakenForSoundByTheNextStart() throws Exception {
    start("a");
    lead(ORDERS, 1, List.of(BROKER));
    for (int i = 0; i < 10; i++) {
      append(ORDERS, 1, "value " + i);
    }
    TopicPartition other = new TopicPartition("other", 0);
    becomeLeader(other, new Uuid(5, 5), 1, List.of(BROKER));
    append(other, 1, "sound");
    stopIfRunning();
    Path segment = root.resolve("a/orders-3/00000000000000000000.log");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[100] ^= 1;
    Files.write(segment, bytes);
    Files.delete(root.resolve("a/.kafka_cleanshutdown"));
    Files.writeString(root.resolve("a/recovery-point-offset-checkpoint"), "0\n0\n");

    start("a");
    assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, lead(ORDERS, 2, List.of(BROKER)));
    assertEquals(ErrorCode.NONE, becomeLeader(other, new Uuid(5, 5), 2, List.of(BROKER)));
    assertEquals(1, append(other, 1, "more").firstOffset());
    stopIfRunning();
    assertFalse(Files.exists(root.resolve("a/.kafka_cleanshutdown")));
  }

  private void start(String... dirs) {
    LogDirectories directories =
        LogDirectories.open(List.of(dirs).stream().map(root::resolve).toList());
    LaneGroup lanes =
        new LaneGroup("storage", 2, 1000, Clock.SYSTEM, (lane, broken) -> laneFailure.set(broken));
    Partitions partitions =
        new Partitions(
            new Partitions.Settings(
                BROKER, 2, TopicLogs.DEFAULTS, (topic, own) -> TopicLogs.with(own)),
            directories,
            lanes,
            Clock.SYSTEM);
    partitions.start();
    running = partitions;
    opened = directories;
  }

  private Partitions partitions() {
    return Objects.requireNonNull(running);
  }

  private LogDirectories directories() {
    return Objects.requireNonNull(opened);
  }

  private void stopIfRunning() {
    if (running != null) {
      running.close();
      directories().close();
      running = null;
    }
  }

  private ErrorCode lead(TopicPartition partition, int epoch, List<Integer> isr) {
    return becomeLeader(partition, TOPIC_ID, epoch, isr);
  }

  private ErrorCode becomeLeader(TopicPartition partition, Uuid id, int epoch, List<Integer> isr) {
    return becomeLeader(partition, id, epoch, isr, Map.of());
  }

  private ErrorCode becomeLeader(
      TopicPartition partition, Uuid id, int epoch, List<Integer> isr, Map<String, String> config) {
    return await(
        partitions()
            .becomeLeaderOrFollower(
                new LeaderAndIsr(
                    partition,
                    id,
                    isr.get(0),
                    epoch,
                    isr,
                    List.of(BROKER),
                    0,
                    epoch == 1,
                    config)));
  }

  private static LeaderAndIsr decision(
      TopicPartition partition, Uuid id, int epoch, List<Integer> isr, List<Integer> replicas) {
    return new LeaderAndIsr(
        partition, id, isr.get(0), epoch, isr, replicas, 0, epoch == 1, Map.of());
  }

  private PartitionProxy find(TopicPartition partition) {
    PartitionProxy found = partitions().table().find(partition);
    assertNotNull(found);
    return found;
  }

  private AppendResult append(TopicPartition partition, int acks, String... values) {
    return await(send(partition, acks, 10_000, values));
  }

  private CompletableFuture<AppendResult> send(
      TopicPartition partition, int acks, int timeoutMs, String... values) {
    ByteBuf records = Unpooled.directBuffer();
    RecordBatchBuilder builder = new RecordBatchBuilder(records);
    for (String value : values) {
      builder.append(1000, null, value.getBytes(StandardCharsets.UTF_8));
    }
    builder.finish();
    CompletableFuture<AppendResult> outcome = new CompletableFuture<>();
    find(partition)
        .append(
            new Append(
                records,
                AppendOrigin.CLIENT,
                (short) acks,
                timeoutMs,
                result -> {
                  records.release();
                  outcome.complete(result);
                }));
    return outcome;
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
