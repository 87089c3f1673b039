package io.castellan.server.kafka.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.Cleanable;
import io.castellan.server.kafka.log.CleanerBench;
import io.castellan.server.kafka.log.DeletionQueue;
import io.castellan.server.kafka.log.FlushTask;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.kafka.log.PartitionLog;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is under way with a log while another one takes its place, in another directory. */
class MovedUnderWayTest {
  private static final TopicPartition ONE = new TopicPartition("one", 0);
  private static final long NOW = 1_700_000_000_000L;

  private final Path root;
  private RunningPartitions broker;
  private Partition partition;
  private Path target;

  MovedUnderWayTest(@TempDir Path root) {
    this.root = root;
  }

  @BeforeEach
  void aLogOfSeveralSegments() {
    List<Path> dirs = List.of(root.resolve("a"), root.resolve("b"));
    broker = new RunningPartitions(dirs, Map.of("segment.bytes", "2000"));
    broker.lead(ONE, 1);
    for (int i = 0; i < 100; i++) {
      broker.assertServes(ONE, "value " + i);
    }
    partition = broker.find(ONE).partition();
    target = root.resolve(partition.logDirectory().endsWith("a") ? "b" : "a");
  }

  @AfterEach
  void everythingIsOnlineAndServes() {
    try (RunningPartitions closing = broker) {
      assertEquals(List.of(), closing.offline);
      assertEquals(target, closing.find(ONE).logDirectory());
      closing.assertServes(ONE, "after");
      assertEquals(101, partition.view().logEndOffset());
    }
  }

  private void move() {
    assertEquals(ErrorCode.NONE, broker.mover.move(ONE, target.toString()));
    broker.awaitMoved(ONE, target);
  }

  private <T> T onLane(Supplier<T> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    partition
        .lane()
        .execute(
            () -> {
              try {
                outcome.complete(work.get());
              } catch (RuntimeException | Error failed) {
                outcome.completeExceptionally(failed);
              }
            });
    return RunningPartitions.await(outcome);
  }

  @Test
  void aFlushOfTheLogBeforeBlamesNobody() {
    PartitionLog before = partition.log();
    FlushTask task = onLane(before::pendingFlush);
    assertNotNull(task);
    move();
    Upkeep.force(partition, before, task);
    assertTrue(onLane(() -> true), "what the flush has led to has been done");
  }

  @Test
  void aCompactionOfTheLogBeforeIsGivenUp() {
    AtomicBoolean moved = new AtomicBoolean();
    CleanerBench bench =
        new CleanerBench(
            new CleanerBench.Share(1 << 20, 0.9, 1000),
            bytes -> {
              if (moved.compareAndSet(false, true)) {
                move();
              }
            },
            () -> false);
    Cleanable range = Cleanable.of(partition.view(), partition.config(), NOW);
    CompletableFuture<CleanerRun.Outcome> outcome = new CompletableFuture<>();
    try (Lane lane =
        new Lane("cleaner", 10, Clock.SYSTEM, (any, why) -> outcome.completeExceptionally(why))) {
      lane.start();
      CleanerRun run =
          new CleanerRun(
              lane,
              new CleanerBoard.Pick(partition, range),
              bench,
              broker.partitions,
              outcome::complete);
      lane.execute(run::begin);
      assertEquals(CleanerRun.Outcome.GIVEN_UP, RunningPartitions.await(outcome));
    }
    assertTrue(moved.get());
  }

  @Test
  void theLogBeginsWhereRetentionHasCutItWhileItWasCopied() {
    LogDirectory directory = broker.directories.online(target);
    assertNotNull(directory);
    LogMove move = new LogMove(partition, directory, null, partition.lane());
    long start =
        onLane(
            () -> {
              LogCopier copier = new LogCopier();
              move.opened(
                  directory.openFuture(
                      ONE, null, partition.config(), new DeletionQueue(), move::assertOwner, NOW));
              copier.agree(move);
              while (copier.copySome(move, NOW)) {}
              List<Long> bases = partition.view().segmentOffsetsBefore(-1, 100);
              long base = bases.get(bases.size() / 2);
              partition.onDeleteRecords(base, (error, low) -> assertEquals(ErrorCode.NONE, error));
              assertEquals(-1, partition.log().positions().logStartOffset(), "its name says it");
              PartitionLog future = move.future();
              assertNotNull(future);
              broker.partitions.replaceLog(partition, future, directory);
              return base;
            });
    assertTrue(start > 0);
    assertEquals(start, partition.view().logStartOffset());
  }
}
