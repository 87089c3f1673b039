package io.castellan.server.kafka.controller;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.PartitionImage;
import io.castellan.server.kafka.partition.LeaderAndIsr;
import io.castellan.server.kafka.partition.PartitionHost;
import io.castellan.server.kafka.txn.ProducerIdBlock;
import io.castellan.server.kafka.znodes.BrokerEndpoint;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.net.Transport;
import io.castellan.server.zkclient.SessionKey;
import io.castellan.server.zkclient.SessionListener;
import io.castellan.server.zkclient.StockZooKeeper;
import io.castellan.server.zkclient.ZkClient;
import io.castellan.server.zkclient.ZkServers;
import io.castellan.server.zkclient.ZkSettings;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.EventType;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.data.Acl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker's membership on a stock ZooKeeper; a second client plays the tools. */
final class ClusterMemberTest {
  private static final int BROKER = 3;
  private static final List<BrokerEndpoint> ENDPOINTS =
      List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "127.0.0.1", 9092));

  @TempDir Path dir;

  private final Lane lane =
      new Lane("controller", 1000, Clock.SYSTEM, (failed, cause) -> cause.printStackTrace());
  private final Lane toolLane =
      new Lane("tool", 1000, Clock.SYSTEM, (failed, cause) -> cause.printStackTrace());
  private final Transport transport = Transport.open("test-io", 1);
  private final List<ClusterMember> members = new ArrayList<>();
  private final Host host = new Host();
  private StockZooKeeper zookeeper;
  private ZkClient tool;

  @BeforeEach
  void start(@TempDir Path zkDir) throws Exception {
    lane.start();
    toolLane.start();
    zookeeper = new StockZooKeeper(zkDir);
    tool =
        ZkClient.start(
            ZkServers.tcp(transport, List.of(zookeeper.address())),
            new ZkSettings("", 5000),
            toolLane,
            new Silent());
  }

  @AfterEach
  void stop() {
    members.forEach(ClusterMember::close);
    tool.close();
    zookeeper.close();
    lane.close();
    toolLane.close();
    transport.close();
  }

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
    CompletableFuture<KeeperError> removed = new CompletableFuture<>();
    tool.delete("/controller", -1, result -> removed.complete(result.error()));
    assertEquals(KeeperError.OK, removed.get(10, TimeUnit.SECONDS));
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

  private ClusterMember joined(String chroot) throws Exception {
    ClusterMember member = member(chroot);
    member.identify(OptionalInt.empty()).get(10, TimeUnit.SECONDS);
    member.join(host, ENDPOINTS).get(10, TimeUnit.SECONDS);
    return member;
  }

  private ClusterMember member(String chroot) {
    return member(settings(chroot), members.isEmpty() ? dir.resolve("session") : null);
  }

  private ClusterMember member(MemberSettings settings, @Nullable Path sessionFile) {
    ClusterMember member =
        ClusterMember.connect(
            settings, ZkServers.tcp(transport, List.of(zookeeper.address())), lane, sessionFile);
    members.add(member);
    return member;
  }

  private MemberSettings settings(String chroot) {
    return MemberSettings.of(BrokerConfig.of(properties(chroot)));
  }

  private Map<String, String> properties(String chroot) {
    return new TreeMap<>(
        Map.of(
            "broker.id",
            Integer.toString(BROKER),
            "zookeeper.connect",
            "127.0.0.1:" + zookeeper.address().getPort() + chroot));
  }

  private static ErrorCode create(
      ClusterMember member, String topic, SortedMap<Integer, List<Integer>> replicas)
      throws Exception {
    CompletableFuture<ErrorCode> created = new CompletableFuture<>();
    member.topicAdmin().createTopic(topic, replicas, Map.of("a", "b"), created::complete);
    return created.get(10, TimeUnit.SECONDS);
  }

  private static ClusterImage shows(ClusterMember member, Predicate<ClusterImage> wanted)
      throws Exception {
    CompletableFuture<ClusterImage> shown = new CompletableFuture<>();
    member.await(
        wanted,
        10_000,
        shown::complete,
        () -> shown.completeExceptionally(new AssertionError(member.image().topics())));
    return shown.get(15, TimeUnit.SECONDS);
  }

  private static boolean leads(ClusterImage image, String topic, int partition) {
    PartitionImage known = image.partition(topic, partition);
    return known != null && known.leader() == BROKER;
  }

  private String read(String path) throws Exception {
    CompletableFuture<String> text = new CompletableFuture<>();
    tool.getData(
        path,
        false,
        result ->
            text.complete(new String(requireNonNull(result.get().data()), StandardCharsets.UTF_8)));
    return text.get(10, TimeUnit.SECONDS);
  }

  private long owner(String path) throws Exception {
    CompletableFuture<Long> owner = new CompletableFuture<>();
    tool.exists(path, false, result -> owner.complete(result.get().stat().ephemeralOwner()));
    return owner.get(10, TimeUnit.SECONDS);
  }

  private KeeperError exists(String path) throws Exception {
    CompletableFuture<KeeperError> error = new CompletableFuture<>();
    tool.exists(path, false, result -> error.complete(result.error()));
    return error.get(10, TimeUnit.SECONDS);
  }

  private void eventually(String path, KeeperError expected) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (exists(path) != expected) {
      assertTrue(System.nanoTime() < deadline, path);
    }
  }

  private void put(String path, @Nullable String text) throws Exception {
    CompletableFuture<KeeperError> done = new CompletableFuture<>();
    byte[] data = text == null ? null : bytes(text);
    tool.create(
        path,
        data,
        Acl.OPEN,
        CreateMode.PERSISTENT,
        created -> {
          if (created.error() == KeeperError.NODE_EXISTS) {
            tool.setData(path, data, -1, result -> done.complete(result.error()));
          } else {
            done.complete(created.error());
          }
        });
    assertEquals(KeeperError.OK, done.get(10, TimeUnit.SECONDS), path);
  }

  private void createSequential(String path, String text) throws Exception {
    CompletableFuture<KeeperError> done = new CompletableFuture<>();
    tool.create(
        path,
        bytes(text),
        Acl.OPEN,
        CreateMode.PERSISTENT_SEQUENTIAL,
        created -> done.complete(created.error()));
    assertEquals(KeeperError.OK, done.get(10, TimeUnit.SECONDS), path);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Takes every role, later and on a thread of its own. */
  private static final class Host implements PartitionHost {
    private final BlockingQueue<LeaderAndIsr> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> stopped = new LinkedBlockingQueue<>();
    private volatile String lastConfig = "";

    LeaderAndIsr next() throws InterruptedException {
      return requireNonNull(told.poll(10, TimeUnit.SECONDS));
    }

    @Override
    public CompletionStage<ErrorCode> becomeLeaderOrFollower(LeaderAndIsr decision) {
      told.add(decision);
      return CompletableFuture.supplyAsync(() -> ErrorCode.NONE);
    }

    @Override
    public CompletionStage<ErrorCode> stopReplica(
        TopicPartition topicPartition, int leaderEpoch, boolean delete) {
      stopped.add(topicPartition + " " + delete);
      return CompletableFuture.supplyAsync(() -> ErrorCode.NONE);
    }

    @Override
    public void updateTopicConfig(String topic, Map<String, String> topicConfig) {
      lastConfig = topic + " " + topicConfig;
    }
  }

  /** A tool does not care. */
  private static final class Silent implements SessionListener {
    @Override
    public void onConnected(SessionKey session) {}

    @Override
    public void onDisconnected() {}

    @Override
    public void onExpired() {}

    @Override
    public void onAuthFailed() {}

    @Override
    public void onEvent(EventType type, String path) {}
  }
}
