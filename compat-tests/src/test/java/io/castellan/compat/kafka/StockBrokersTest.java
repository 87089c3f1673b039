package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Matrix;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What stock brokers ask of their ZooKeeper in bad times: restarts, a controller that dies, one
 * that stops for longer than its session, topics deleted, settings changed. Each takes a minute or
 * two, so a build runs {@link MixedPairTest} only.
 */
@ExtendWith(LeakCheck.class)
@EnabledIf("isAsked")
class StockBrokersTest {
  private static final List<String> THREE = List.of("one", "two", "three");

  static boolean isAsked() {
    return Matrix.isFull();
  }

  @ParameterizedTest
  @EnumSource(
      value = StockRelease.class,
      names = {"KAFKA_2_7_2", "KAFKA_3_9_2"})
  void surviveWhatHappensToThem(StockRelease release, @TempDir Path directory) {
    int port = Ports.free();
    try (ServerProcess zooKeeper = CastellanProcess.zooKeeper(directory, port);
        BrokerPair pair = new BrokerPair(release, directory, "127.0.0.1:" + port)) {
      pair.start(0);
      pair.start(1);
      pair.awaitRegistered(0, 1);
      topicsAreMadeChangedAndDeleted(pair);
      aKilledControllerIsReplaced(pair);
      aStoppedControllerLosesItsSession(pair);
      everythingSurvivesARestart(pair);
      pair.broker(1).stop();
      pair.broker(0).stop();
      zooKeeper.stop();
    }
  }

  private static void topicsAreMadeChangedAndDeleted(BrokerPair pair) {
    create(pair, "kept");
    create(pair, "gone");
    pair.runWithInput(0, StockTool.CONSOLE_PRODUCER, THREE, "--topic kept");
    pair.run(
        0,
        StockTool.CONFIGS,
        "--alter --entity-type topics --entity-name kept --add-config retention.ms=86400000");
    pair.run(
        1,
        StockTool.CONFIGS,
        "--alter --entity-type brokers --entity-name 1 --add-config log.cleaner.threads=2");
    assertTrue(
        pair.znode("/config/topics/kept").contains("\"retention.ms\":\"86400000\""),
        () -> pair.znode("/config/topics/kept"));
    String described =
        pair.run(0, StockTool.CONFIGS, "--describe --entity-type brokers --entity-name 1");
    assertTrue(described.contains("log.cleaner.threads=2"), described);
    pair.run(0, StockTool.TOPICS, "--alter --topic kept --partitions 5");
    pair.awaitInSync("kept", 5);
    pair.run(0, StockTool.TOPICS, "--delete --topic gone");
    pair.awaitGone("/brokers/topics/gone");
    pair.awaitGone("/admin/delete_topics/gone");
    pair.awaitGone("/config/topics/gone");
  }

  private static void aKilledControllerIsReplaced(BrokerPair pair) {
    int killed = pair.controller();
    int other = 1 - killed;
    pair.broker(killed).kill();
    pair.awaitController(other);
    pair.awaitRegistered(other);
    pair.runWithInput(other, StockTool.CONSOLE_PRODUCER, THREE, "--topic kept");
    pair.start(killed);
    pair.awaitRegistered(0, 1);
    pair.awaitInSync("kept", 5);
    assertEquals(other, pair.controller());
  }

  /** A process that stands still keeps its connection; only its session's time tells. */
  private static void aStoppedControllerLosesItsSession(BrokerPair pair) {
    int stopped = pair.controller();
    int other = 1 - stopped;
    String session = pair.session(stopped);
    ServerProcess broker = pair.broker(stopped);
    long begun = System.nanoTime();
    broker.pause();
    try {
      pair.awaitRegistered(other);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      // The broker has sent something within the third of the timeout before it stopped, and the
      // server looks once a tick.
      assertTrue(
          took.compareTo(BrokerPair.SESSION_TIMEOUT.multipliedBy(2).dividedBy(3)) > 0,
          took::toString);
      assertTrue(
          took.compareTo(BrokerPair.SESSION_TIMEOUT.plus(Duration.ofSeconds(14))) < 0,
          took::toString);
      pair.awaitController(other);
    } finally {
      broker.resume();
    }
    pair.awaitRegistered(0, 1);
    assertNotEquals(session, pair.session(stopped));
    pair.awaitInSync("kept", 5);
    assertEquals(other, pair.controller());
  }

  private static void everythingSurvivesARestart(BrokerPair pair) {
    for (int id : new int[] {0, 1}) {
      pair.broker(id).stop();
      pair.awaitRegistered(1 - id);
      pair.start(id);
      pair.awaitRegistered(0, 1);
      pair.awaitInSync("kept", 5);
    }
    String consumed =
        pair.run(
            1,
            StockTool.CONSOLE_CONSUMER,
            "--topic kept --from-beginning --max-messages 6 --timeout-ms 20000");
    assertEquals(
        List.of("one", "one", "three", "three", "two", "two"), consumed.lines().sorted().toList());
    String topics = pair.run(0, StockTool.TOPICS, "--list");
    assertEquals(List.of("kept"), topics.lines().filter(topic -> !topic.startsWith("__")).toList());
  }

  private static void create(BrokerPair pair, String topic) {
    pair.run(
        0,
        StockTool.TOPICS,
        "--create --topic " + topic + " --partitions 4 --replication-factor 2");
    pair.awaitInSync(topic, 4);
  }
}
