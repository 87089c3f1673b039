package io.castellan.server.kafka.controller;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.partition.LeaderAndIsr;
import io.castellan.server.kafka.txn.ProducerIdBlock;
import io.castellan.server.zkclient.ZkServers;
import io.castellan.zk.protocol.KeeperError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A broker's membership on a stock ZooKeeper; a second client plays the tools. */
final class ClusterMemberTest extends MemberFixture {
  @Test
  void makesTheTreeRegistersAndBecomesController() throws Exception {
    ClusterMember member = joined("");
    assertEquals(BROKER, member.image().controllerId());
    assertTrue(member.isController());
    assertEquals(ENDPOINTS, requireNonNull(member.image().broker(BROKER)).endpoints());
    assertEquals(member.brokerEpoch(), requireNonNull(member.image().broker(BROKER)).epoch());
    for (String path : List.of("/consumers", "/config/ips", "/admin/delete_topics")) {
      assertEquals(KeeperError.OK, exists(path), path);
    }
    assertTrue(read("/brokers/ids/3").startsWith("{\"features\":{},"), read("/brokers/ids/3"));
    assertTrue(read("/controller").contains("\"brokerid\":3"));
    assertEquals("1", read("/controller_epoch"));
    assertEquals("{\"features\":{},\"version\":2,\"status\":1}", read("/feature"));
    assertTrue(read("/cluster/id").contains(member.image().clusterId()));
  }

  @Test
  void livesUnderAChroot() throws Exception {
    joined("/kafka/a");
    assertEquals(KeeperError.OK, exists("/kafka/a/brokers/ids/3"));
    assertEquals(KeeperError.NO_NODE, exists("/brokers"));
  }

  @Test
  void servesATopicThatAnOldToolWrote() throws Exception {
    ClusterMember member = joined("");
    put("/config/topics/t", "{\"version\":1,\"config\":{\"retention.ms\":\"5\"}}");
    put("/brokers/topics/t", "{\"version\":1,\"partitions\":{\"1\":[3],\"0\":[3]}}");
    ClusterImage image = shows(member, now -> leads(now, "t", 0) && leads(now, "t", 1));
    LeaderAndIsr told = host.next();
    assertEquals(Map.of("retention.ms", "5"), told.topicConfig());
    assertEquals(requireNonNull(image.topic("t")).id(), told.topicId());
    assertFalse(told.topicId().isZero());
    assertTrue(told.isNew());
    assertTrue(read("/brokers/topics/t").contains("\"topic_id\":\"" + told.topicId() + "\""));
    assertEquals(
        "{\"controller_epoch\":1,\"leader\":3,\"version\":1,\"leader_epoch\":0,\"isr\":[3]}",
        read("/brokers/topics/t/partitions/1/state"));
  }

  @Test
  void createsGrowsAndDeletesATopic() throws Exception {
    ClusterMember member = joined("");
    TreeMap<Integer, List<Integer>> replicas = new TreeMap<>(Map.of(0, List.of(3)));
    assertEquals(ErrorCode.NONE, create(member, "t", replicas));
    shows(member, now -> leads(now, "t", 0));
    assertEquals(ErrorCode.TOPIC_ALREADY_EXISTS, create(member, "t", replicas));
    assertEquals("{\"version\":1,\"config\":{\"a\":\"b\"}}", read("/config/topics/t"));

    CompletableFuture<ErrorCode> grown = new CompletableFuture<>();
    member.topicAdmin().addPartitions("t", new TreeMap<>(Map.of(1, List.of(3))), grown::complete);
    assertEquals(ErrorCode.NONE, grown.get(10, TimeUnit.SECONDS));
    shows(member, now -> leads(now, "t", 1));

    CompletableFuture<ErrorCode> deleted = new CompletableFuture<>();
    member.topicAdmin().requestDeletion("t", deleted::complete);
    assertEquals(ErrorCode.NONE, deleted.get(10, TimeUnit.SECONDS));
    shows(member, now -> now.topic("t") == null);
    eventually("/admin/delete_topics/t", KeeperError.NO_NODE);
    assertEquals(KeeperError.NO_NODE, exists("/brokers/topics/t"));
    assertEquals(KeeperError.NO_NODE, exists("/config/topics/t"));
    assertEquals(
        List.of("t-0 false", "t-0 true", "t-1 false", "t-1 true"),
        host.stopped.stream().sorted().toList());
    assertEquals(ErrorCode.NONE, create(member, "t", replicas));
    shows(member, now -> leads(now, "t", 0));
  }

  @Test
  void createsManyPartitionsAtOnce() throws Exception {
    ClusterMember member = joined("");
    TreeMap<Integer, List<Integer>> replicas = new TreeMap<>();
    for (int partition = 0; partition < 150; partition++) {
      replicas.put(partition, List.of(BROKER));
    }
    assertEquals(ErrorCode.NONE, create(member, "many", replicas));
    ClusterImage image = shows(member, now -> leads(now, "many", 149) && leads(now, "many", 0));
    assertEquals(150, requireNonNull(image.topic("many")).partitions().size());
  }

  @Test
  void finishesWhatAnEarlierControllerBegan() throws Exception {
    ClusterMember member = joined("");
    put("/brokers/topics", null);
    put("/brokers/topics/half", "{\"version\":1,\"partitions\":{\"0\":[9]}}");
    put("/brokers/topics/half/partitions", null);
    put("/brokers/topics/half/partitions/0", null);
    put("/brokers/topics/half/partitions/1", null);
    String state =
        "{\"controller_epoch\":0,\"leader\":3,\"version\":1,\"leader_epoch\":6,\"isr\":[3]}";
    put("/brokers/topics/half/partitions/1/state", state);
    CompletableFuture<ErrorCode> grown = new CompletableFuture<>();
    member
        .topicAdmin()
        .addPartitions(
            "half", new TreeMap<>(Map.of(1, List.of(3), 2, List.of(3))), grown::complete);
    assertEquals(ErrorCode.NONE, grown.get(10, TimeUnit.SECONDS));
    ClusterImage image = shows(member, now -> leads(now, "half", 1) && leads(now, "half", 2));
    assertEquals(6, requireNonNull(image.partition("half", 1)).leaderEpoch());
    assertEquals(0, requireNonNull(image.partition("half", 2)).leaderEpoch());
  }

  @Test
  void followsChangedSettings() throws Exception {
    ClusterMember member = joined("");
    assertEquals(ErrorCode.NONE, create(member, "t", new TreeMap<>(Map.of(0, List.of(3)))));
    CompletableFuture<ErrorCode> set = new CompletableFuture<>();
    member.topicAdmin().setConfig("topics/t", Map.of("retention.ms", "7"), set::complete);
    assertEquals(ErrorCode.NONE, set.get(10, TimeUnit.SECONDS));
    shows(member, now -> "7".equals(now.topicConfig("t").get("retention.ms")));
    put("/config/topics/t", "{\"version\":1,\"config\":{\"retention.ms\":\"8\"}}");
    createSequential("/config/changes/config_change_", "\"t\"");
    shows(member, now -> "8".equals(now.topicConfig("t").get("retention.ms")));
    assertEquals("t {retention.ms=8}", host.lastConfig);
    put("/config/brokers/<default>", "{\"version\":1,\"config\":{\"x\":\"y\"}}");
    createSequential(
        "/config/changes/config_change_", "{\"version\":2,\"entity_path\":\"brokers/<default>\"}");
    shows(member, now -> "y".equals(now.brokerConfig("<default>").get("x")));
  }

  @Test
  void refusesAnIdThatIsTaken() throws Exception {
    joined("");
    ClusterMember second = member("");
    second.identify(OptionalInt.empty()).get(10, TimeUnit.SECONDS);
    ExecutionException e =
        assertThrows(
            ExecutionException.class,
            () -> second.join(new Host(), ENDPOINTS).get(10, TimeUnit.SECONDS));
    assertTrue(e.toString().contains("broker id 3: /brokers/ids/3 is held by"), e.toString());
  }

  @Test
  void takesItsPlaceAgainAtOnceAfterItWasKilled() throws Exception {
    joined("");
    Path session = dir.resolve("session");
    Path copy = dir.resolve("copy");
    Files.copy(session, copy);
    ClusterMember heir =
        ClusterMember.connect(
            settings(""), ZkServers.tcp(transport, List.of(zookeeper.address())), toolLane, copy);
    heir.identify(OptionalInt.empty()).get(10, TimeUnit.SECONDS);
    members.get(0).close(); // its session is closed already; it must not come back
    heir.join(new Host(), ENDPOINTS).get(10, TimeUnit.SECONDS);
    members.set(0, heir);
    assertTrue(heir.isController());
  }

  @Test
  void generatesABrokerIdWhenNoneIsGiven() throws Exception {
    Map<String, String> properties = properties("");
    properties.put("broker.id", "-1");
    ClusterMember member = member(MemberSettings.of(BrokerConfig.of(properties)), null);
    assertEquals(1001, member.identify(OptionalInt.empty()).get(10, TimeUnit.SECONDS).brokerId());
    ClusterMember again = member(MemberSettings.of(BrokerConfig.of(properties)), null);
    assertEquals(1002, again.identify(OptionalInt.empty()).get(10, TimeUnit.SECONDS).brokerId());
    ClusterMember stored = member(MemberSettings.of(BrokerConfig.of(properties)), null);
    assertEquals(7, stored.identify(OptionalInt.of(7)).get(10, TimeUnit.SECONDS).brokerId());
  }

  @Test
  void saysWhenZooKeeperIsNotThere() throws Exception {
    zookeeper.close();
    Map<String, String> properties = properties("");
    properties.put("zookeeper.connection.timeout.ms", "300");
    ClusterMember member = member(MemberSettings.of(BrokerConfig.of(properties)), null);
    ExecutionException e =
        assertThrows(
            ExecutionException.class,
            () -> member.identify(OptionalInt.empty()).get(10, TimeUnit.SECONDS));
    assertTrue(e.toString().contains("no session"), e.toString());
    zookeeper.restart();
  }

  @Test
  void leavesAloneWhatItCannotRead() throws Exception {
    ClusterMember member = joined("");
    put("/brokers/topics/bad", "{");
    put("/config/topics/good", "[]");
    assertEquals(ErrorCode.NONE, create(member, "good", new TreeMap<>(Map.of(0, List.of(3)))));
    shows(member, now -> leads(now, "good", 0));
    CompletableFuture<ErrorCode> grown = new CompletableFuture<>();
    member.topicAdmin().addPartitions("bad", new TreeMap<>(Map.of(1, List.of(3))), grown::complete);
    assertEquals(ErrorCode.UNKNOWN_SERVER_ERROR, grown.get(10, TimeUnit.SECONDS));
    put("/latest_producer_id_block", "nonsense");
    CompletableFuture<@Nullable ProducerIdBlock> block = new CompletableFuture<>();
    member.producerIdBlocks().reserve(block::complete);
    assertNull(block.get(10, TimeUnit.SECONDS));
    put("/controller_epoch", "x");
    CompletableFuture<KeeperError> removed = new CompletableFuture<>();
    tool.delete("/controller", -1, result -> removed.complete(result.error()));
    removed.get(10, TimeUnit.SECONDS);
    put("/controller_epoch", "7");
    put("/controller", "x");
    tool.delete("/controller", -1, result -> {});
    eventually("/controller", KeeperError.OK);
    assertEquals(ErrorCode.NONE, create(member, "more", new TreeMap<>(Map.of(0, List.of(3)))));
    shows(member, now -> leads(now, "more", 0));
  }

  @Test
  void handsOutProducerIdsOnce() throws Exception {
    ClusterMember member = joined("");
    assertEquals(new ProducerIdBlock(0, 999), nextBlock(member));
    assertEquals(new ProducerIdBlock(1000, 1999), nextBlock(member));
  }

  private static ProducerIdBlock nextBlock(ClusterMember member) throws Exception {
    CompletableFuture<@Nullable ProducerIdBlock> block = new CompletableFuture<>();
    member.producerIdBlocks().reserve(block::complete);
    return requireNonNull(block.get(10, TimeUnit.SECONDS));
  }
}
