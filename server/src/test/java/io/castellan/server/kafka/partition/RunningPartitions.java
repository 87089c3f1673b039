package io.castellan.server.kafka.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.AppendOrigin;
import io.castellan.server.kafka.log.AppendResult;
import io.castellan.server.kafka.log.LogContents;
import io.castellan.server.kafka.log.TopicLogs;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.LaneGroup;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The partitions of a broker without the broker: log directories, lanes, and a mover. */
final class RunningPartitions implements AutoCloseable {
  static final int BROKER = 7;
  private static final Uuid TOPIC_ID = new Uuid(1, 2);

  final LogDirectories directories;
  final Partitions partitions;
  final LogMover mover;
  final List<Path> offline = new CopyOnWriteArrayList<>();
  private final Map<String, String> topicConfig;
  private final AtomicReference<Throwable> laneFailure = new AtomicReference<>();
  private final Lane moverLane;

  RunningPartitions(List<Path> dirs, Map<String, String> topicConfig) {
    this.topicConfig = topicConfig;
    directories = LogDirectories.open(dirs);
    LaneGroup lanes =
        new LaneGroup("storage", 2, 1000, Clock.SYSTEM, (lane, broken) -> laneFailure.set(broken));
    partitions =
        new Partitions(
            new Partitions.Settings(
                BROKER, 2, TopicLogs.with(topicConfig), (topic, own) -> TopicLogs.with(own)),
            directories,
            lanes,
            Clock.SYSTEM);
    partitions.start();
    directories.onOffline(offline::add);
    moverLane = new Lane("mover", 1000, Clock.SYSTEM, (lane, broken) -> laneFailure.set(broken));
    moverLane.start();
    mover = new LogMover(partitions, moverLane);
  }

  ErrorCode lead(TopicPartition partition, int epoch) {
    return await(
        partitions.becomeLeaderOrFollower(
            new LeaderAndIsr(
                partition,
                TOPIC_ID,
                BROKER,
                epoch,
                List.of(BROKER),
                List.of(BROKER),
                0,
                epoch == 1,
                topicConfig)));
  }

  PartitionProxy find(TopicPartition partition) {
    PartitionProxy found = partitions.table().find(partition);
    assertNotNull(found);
    return found;
  }

  /** The partition itself; on its lane. */
  Partition hosted(TopicPartition partition) {
    for (StorageLane owner : partitions.storageLanes()) {
      if (owner.lane() == find(partition).lane()) {
        StorageLane.Hosted hosted = owner.get(partition);
        assertNotNull(hosted);
        return hosted.partition();
      }
    }
    throw new AssertionError("no lane has " + partition);
  }

  AppendResult append(TopicPartition partition, String... values) {
    return await(send(partition, values));
  }

  CompletableFuture<AppendResult> send(TopicPartition partition, String... values) {
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
                (short) 1,
                10_000,
                result -> {
                  records.release();
                  outcome.complete(result);
                }));
    return outcome;
  }

  /** All values of a partition, in their order. */
  List<String> values(TopicPartition partition) {
    return LogContents.values(find(partition).view());
  }

  void awaitMoved(TopicPartition partition, Path to) {
    await(() -> find(partition).logDirectory().equals(to) && mover.moves().isEmpty());
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "did not come about within 20 s");
      LockSupport.parkNanos(1_000_000);
    }
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The process dies: nothing is closed in an orderly way, and only the locks are given back. */
  void kill() {
    moverLane.close();
    partitions.storageLanes().forEach(owner -> owner.lane().close());
    directories.close();
  }

  @Override
  public void close() {
    mover.close();
    moverLane.close();
    partitions.close();
    directories.close();
    assertNull(laneFailure.get(), () -> "a lane failed: " + laneFailure.get());
  }

  void assertServes(TopicPartition partition, String value) {
    AppendResult result = append(partition, value);
    assertEquals(ErrorCode.NONE, result.error(), () -> "refused: " + result.message());
  }
}
