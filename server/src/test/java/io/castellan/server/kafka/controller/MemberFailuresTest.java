package io.castellan.server.kafka.controller;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.zk.protocol.KeeperError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a broker's membership survives: lost sessions, connections, elections and znodes. */
final class MemberFailuresTest extends MemberFixture {
  @Test
  void startsAnewWhenItsSessionExpires() throws Exception {
    ClusterMember member = joined("");
    assertEquals(ErrorCode.NONE, create(member, "t", new TreeMap<>(Map.of(0, List.of(3)))));
    shows(member, now -> leads(now, "t", 0));
    long before = member.brokerEpoch();
    zookeeper.expire(owner("/brokers/ids/3"));
    shows(
        member,
        now -> now.broker(BROKER) != null && requireNonNull(now.broker(BROKER)).epoch() != before);
    assertNotEquals(before, member.brokerEpoch());
    assertEquals("2", read("/controller_epoch"));
    assertEquals(ErrorCode.NONE, create(member, "u", new TreeMap<>(Map.of(0, List.of(3)))));
    shows(member, now -> leads(now, "t", 0) && leads(now, "u", 0));
  }

  @Test
  void standsAgainWhenSomebodyRemovesTheController() throws Exception {
    ClusterMember member = joined("");
    delete("/controller");
    eventually("/controller", KeeperError.OK);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!read("/controller_epoch").equals("2") && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertEquals("2", read("/controller_epoch"));
    assertEquals(ErrorCode.NONE, create(member, "t", new TreeMap<>(Map.of(0, List.of(3)))));
    shows(member, now -> leads(now, "t", 0));
    assertTrue(read("/brokers/topics/t/partitions/0/state").contains("\"controller_epoch\":2"));
  }

  @Test
  void resignsWhenItsEpochIsOver() throws Exception {
    ClusterMember member = joined("");
    CompletableFuture<KeeperError> raised = new CompletableFuture<>();
    tool.setData("/controller_epoch", bytes("41"), -1, result -> raised.complete(result.error()));
    assertEquals(KeeperError.OK, raised.get(10, TimeUnit.SECONDS));
    assertEquals(ErrorCode.NONE, create(member, "t", new TreeMap<>(Map.of(0, List.of(3)))));
    // The write is refused; /controller is still ours, so we go on with the epoch that stands.
    shows(member, now -> leads(now, "t", 0));
    assertTrue(read("/brokers/topics/t/partitions/0/state").contains("\"controller_epoch\":41"));
  }

  @Test
  void makesAStateThatSomebodyRemovedAgain() throws Exception {
    ClusterMember member = joined("");
    String other =
        "{\"listener_security_protocol_map\":{\"PLAINTEXT\":\"PLAINTEXT\"},"
            + "\"endpoints\":[\"PLAINTEXT://127.0.0.1:9\"],\"jmx_port\":-1,\"port\":9,"
            + "\"host\":\"127.0.0.1\",\"version\":4,\"timestamp\":\"1\"}";
    put("/brokers/ids/9", other);
    shows(member, now -> now.broker(9) != null);
    assertEquals(ErrorCode.NONE, create(member, "t", new TreeMap<>(Map.of(0, List.of(3, 9)))));
    shows(member, now -> leads(now, "t", 0));
    delete("/brokers/topics/t/partitions/0/state");
    delete("/brokers/ids/9");
    shows(member, now -> isr(now, "t", 0).equals(List.of(3)));
    assertTrue(read("/brokers/topics/t/partitions/0/state").contains("\"leader_epoch\":1,"));
  }

  @Test
  void aReplicaThatHasItsRoleAlreadyHoldsNothingUp() throws Exception {
    ClusterMember member = joined("");
    assertEquals(ErrorCode.NONE, create(member, "t", new TreeMap<>(Map.of(0, List.of(3)))));
    shows(member, now -> leads(now, "t", 0));
    delete("/controller");
    assertEquals(ErrorCode.NONE, host.nextAnswer());
    assertEquals(ErrorCode.STALE_CONTROLLER_EPOCH, host.nextAnswer());
    assertEquals(ErrorCode.NONE, create(member, "u", new TreeMap<>(Map.of(0, List.of(3)))));
    shows(member, now -> leads(now, "t", 0) && leads(now, "u", 0));
  }

  @Test
  void startsAnewWhenItsSessionExpiresWhileAReplicaTakesItsRole() throws Exception {
    ClusterMember member = joined("");
    host.hold();
    CompletableFuture<ErrorCode> created = new CompletableFuture<>();
    member
        .topicAdmin()
        .createTopic("t", new TreeMap<>(Map.of(0, List.of(3))), Map.of(), created::complete);
    host.next();
    long before = member.brokerEpoch();
    zookeeper.expire(owner("/brokers/ids/3"));
    host.next(); // the second controller tells it again, and both wait for their answers
    host.release();
    shows(
        member,
        now ->
            leads(now, "t", 0)
                && now.broker(BROKER) != null
                && requireNonNull(now.broker(BROKER)).epoch() != before);
    assertEquals(ErrorCode.NONE, created.get(10, TimeUnit.SECONDS));
  }

  @Test
  void startsAnewWhenItsSessionExpiresWithWritesOnTheirWay() throws Exception {
    ClusterMember member = joined("");
    TreeMap<Integer, List<Integer>> replicas = new TreeMap<>();
    for (int partition = 0; partition < 200; partition++) {
      replicas.put(partition, List.of(BROKER));
    }
    CompletableFuture<ErrorCode> created = new CompletableFuture<>();
    long session = owner("/brokers/ids/3");
    long before = member.brokerEpoch();
    member.topicAdmin().createTopic("t", replicas, Map.of(), created::complete);
    zookeeper.expire(session);
    ErrorCode answer = created.get(10, TimeUnit.SECONDS);
    shows(
        member,
        now -> now.broker(BROKER) != null && requireNonNull(now.broker(BROKER)).epoch() != before);
    assertEquals(ErrorCode.NONE, create(member, "after", new TreeMap<>(Map.of(0, List.of(3)))));
    shows(member, now -> leads(now, "after", 0));
    if (answer == ErrorCode.NONE || exists("/brokers/topics/t") == KeeperError.OK) {
      shows(member, now -> leads(now, "t", 0) && leads(now, "t", 199));
    }
  }

  @Test
  void survivesLostConnections() throws Exception {
    ClusterMember member = joined("");
    for (int i = 0; i < 10; i++) {
      zookeeper.dropConnections();
      String topic = "t" + i;
      assertEquals(ErrorCode.NONE, create(member, topic, new TreeMap<>(Map.of(0, List.of(3)))));
      zookeeper.dropConnections();
      shows(member, now -> leads(now, topic, 0));
    }
  }
}
