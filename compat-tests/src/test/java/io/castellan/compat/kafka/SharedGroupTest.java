package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.SpreadRecords;
import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Matrix;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One group whose members come from many releases and libraries: they share its partitions, members
 * come and go, and the coordinator is killed among them. No acknowledged commit is lost: nobody
 * begins before one that was acknowledged earlier.
 */
@ExtendWith(LeakCheck.class)
class SharedGroupTest {
  private static final Duration LIMIT = Duration.ofSeconds(Matrix.isFull() ? 120 : 60);
  private static final String GROUP = "shared-group";
  private static final String TOPIC = "shared";
  private static final int RECORDS = 2_000;

  private static final String[] LINES = {
    "group.initial.rebalance.delay.ms=0", "offsets.topic.num.partitions=5"
  };

  @TempDir Path directory;

  @Test
  void clientsOfEveryEraShareOneGroupThroughACoordinatorsDeath() throws Exception {
    List<StockRelease> releases =
        Matrix.isFull()
            ? StockRelease.kafkaClients().stream().filter(r -> r.isAtLeast(0, 9)).toList()
            : List.of(
                StockRelease.KAFKA_0_9_0_1, StockRelease.KAFKA_2_7_2, StockRelease.KAFKA_4_4_0);
    try (Cast cast = new Cast(24)) {
      cast.join(releases.get(0), "java-" + releases.get(0).version(), 1);
      cast.awaitShare(1);
      for (StockRelease release : releases.subList(1, releases.size())) {
        cast.join(release, "java-" + release.version(), 1);
      }
      int members = releases.size() + (cast.joinLibrdkafka("librdkafka") ? 1 : 0);
      cast.awaitShare(members);
      cast.produce(RECORDS);
      cast.awaitRead(RECORDS);
      cast.leave("java-" + releases.get(0).version());
      cast.awaitShare(members - 1);
      cast.killTheCoordinatorWhileTheyRead();
      cast.awaitRead(2 * RECORDS);
      cast.awaitShare(members - 1);
      cast.join(releases.get(0), "again", 1);
      cast.awaitShare(members);
      cast.assertNobodyBeganBeforeAnAcknowledgedCommit();
    }
  }

  @Test
  void cooperativeMembersKeepWhatTheyHold() throws Exception {
    String[] cooperative = {
      "partition.assignment.strategy=org.apache.kafka.clients.consumer.CooperativeStickyAssignor"
    };
    try (Cast cast = new Cast(12)) {
      cast.join(StockRelease.KAFKA_4_4_0, "first", 1, cooperative);
      cast.awaitShare(1);
      cast.join(StockRelease.KAFKA_2_7_2, "second", 1, cooperative);
      cast.awaitShare(2);
      // Six of the twelve moved once; what a member keeps, it does not begin again.
      assertEquals(12 + 6, cast.journals.startCount());
    }
  }

  @Test
  void hundredsOfMembersShareOneGroup() throws Exception {
    int members = Matrix.isFull() ? 300 : 30;
    try (Cast cast = new Cast(members)) {
      cast.join(StockRelease.KAFKA_3_9_2, "many", members * 2 / 3);
      cast.join(StockRelease.KAFKA_4_4_0, "more", members - members * 2 / 3);
      cast.awaitShare(members);
      cast.produce(RECORDS);
      cast.awaitRead(RECORDS);
      cast.killTheCoordinatorWhileTheyRead();
      cast.awaitRead(2 * RECORDS);
      cast.leave("more");
      cast.awaitShare(members * 2 / 3);
      cast.assertNobodyBeganBeforeAnAcknowledgedCommit();
    }
  }

  /** A broker, the members, and what they tell. */
  private final class Cast implements AutoCloseable {
    private final int partitions;
    private final int zooKeeperPort = Ports.free();
    private final int kafkaPort = Ports.free();
    private final ServerProcess zooKeeper;
    private ServerProcess broker;
    private final Troupe troupe;
    private final GroupJournals journals;
    private final ToolRunner tools = ToolRunner.withOwnClients(StockRelease.KAFKA_3_4_1);
    private Map<Integer, Long> committed = Map.of();
    private Map<Path, Integer> before = Map.of();

    Cast(int partitions) throws Exception {
      this.partitions = partitions;
      Path facts = Files.createDirectory(directory.resolve("journals"));
      journals = new GroupJournals(facts);
      zooKeeper =
          CastellanProcess.zooKeeper(
              Files.createDirectory(directory.resolve("zookeeper")), zooKeeperPort);
      Files.createDirectory(directory.resolve("kafka"));
      broker = startBroker();
      troupe = new Troupe("127.0.0.1:" + kafkaPort, TOPIC, GROUP, facts);
      run(
          StockTool.TOPICS.mainClass(tools.release()),
          "--bootstrap-server",
          "127.0.0.1:" + kafkaPort,
          "--create",
          "--topic",
          TOPIC,
          "--partitions",
          String.valueOf(partitions));
    }

    private ServerProcess startBroker() {
      return CastellanProcess.kafka(
          directory.resolve("kafka"), kafkaPort, "127.0.0.1:" + zooKeeperPort, LINES);
    }

    private void run(String mainClass, String... arguments) {
      ToolRun run = tools.run(mainClass, List.of(arguments), List.of(), false);
      assertEquals(0, run.exitCode(), run::err);
    }

    void join(StockRelease release, String name, int count, String... settings) {
      troupe.join(release, name, count, settings);
    }

    boolean joinLibrdkafka(String name) throws Exception {
      return troupe.joinLibrdkafka(name);
    }

    void leave(String name) {
      journals.stop(name);
      troupe.awaitEnd(name);
    }

    void produce(int count) {
      run(SpreadRecords.class.getName(), "127.0.0.1:" + kafkaPort, TOPIC, String.valueOf(count));
    }

    void awaitShare(int members) {
      await(members + " members share", () -> journals.share(members, partitions));
    }

    void awaitRead(int count) {
      await(count + " records read", () -> journals.readCount() == count);
    }

    private void await(String what, Waiting.Condition condition) {
      try {
        Waiting.until(what, LIMIT, () -> troupe.isComplete() && condition.holds());
      } catch (IllegalStateException e) {
        throw new AssertionError(e.getMessage() + ": " + journals.held() + troupe.ended(), e);
      }
    }

    /** The records are there before it dies; a part of them is committed. */
    void killTheCoordinatorWhileTheyRead() {
      Map<Integer, Long> earlier = journals.committed();
      produce(RECORDS);
      await("a commit of what is new", () -> !journals.committed().equals(earlier));
      broker.kill();
      committed = journals.committed();
      before = journals.lengths();
      broker = startBroker();
    }

    void assertNobodyBeganBeforeAnAcknowledgedCommit() {
      List<long[]> starts = journals.starts(before);
      assertFalse(starts.isEmpty(), "nobody was given a partition after the restart");
      for (long[] start : starts) {
        long acknowledged = committed.getOrDefault((int) start[0], 0L);
        assertTrue(
            start[1] >= acknowledged,
            () -> "partition " + start[0] + " from " + start[1] + ", committed " + acknowledged);
      }
    }

    @Override
    public void close() {
      try (tools;
          zooKeeper;
          ServerProcess last = broker;
          troupe) {
        troupe.names().forEach(journals::stop);
        troupe.names().forEach(troupe::awaitEnd);
        assertTrue(last.isAlive(), last::output);
      }
    }
  }
}
