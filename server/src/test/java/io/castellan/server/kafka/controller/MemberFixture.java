package io.castellan.server.kafka.controller;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.PartitionImage;
import io.castellan.server.kafka.partition.LeaderAndIsr;
import io.castellan.server.kafka.partition.PartitionHost;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stock ZooKeeper, a broker that joins a cluster there, and a second client that plays the tools.
 */
abstract class MemberFixture {
  static final int BROKER = 3;
  static final List<BrokerEndpoint> ENDPOINTS =
      List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "127.0.0.1", 9092));

  @TempDir Path dir;

  final Lane lane =
      new Lane("controller", 1000, Clock.SYSTEM, (failed, cause) -> cause.printStackTrace());
  final Lane toolLane =
      new Lane("tool", 1000, Clock.SYSTEM, (failed, cause) -> cause.printStackTrace());
  final Transport transport = Transport.open("test-io", 1);
  final List<ClusterMember> members = new ArrayList<>();
  final Host host = new Host();
  StockZooKeeper zookeeper;
  ZkClient tool;

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

  ClusterMember joined(String chroot) throws Exception {
    ClusterMember member = member(chroot);
    member.identify(OptionalInt.empty()).get(10, TimeUnit.SECONDS);
    member.join(host, ENDPOINTS).get(10, TimeUnit.SECONDS);
    return member;
  }

  ClusterMember member(String chroot) {
    return member(settings(chroot), members.isEmpty() ? dir.resolve("session") : null);
  }

  ClusterMember member(MemberSettings settings, @Nullable Path sessionFile) {
    ClusterMember member =
        ClusterMember.connect(
            settings, ZkServers.tcp(transport, List.of(zookeeper.address())), lane, sessionFile);
    members.add(member);
    return member;
  }

  MemberSettings settings(String chroot) {
    return MemberSettings.of(BrokerConfig.of(properties(chroot)));
  }

  Map<String, String> properties(String chroot) {
    return new TreeMap<>(
        Map.of(
            "broker.id",
            Integer.toString(BROKER),
            "zookeeper.connect",
            "127.0.0.1:" + zookeeper.address().getPort() + chroot));
  }

  static ErrorCode create(
      ClusterMember member, String topic, SortedMap<Integer, List<Integer>> replicas)
      throws Exception {
    CompletableFuture<ErrorCode> created = new CompletableFuture<>();
    member.topicAdmin().createTopic(topic, replicas, Map.of("a", "b"), created::complete);
    return created.get(10, TimeUnit.SECONDS);
  }

  static ClusterImage shows(ClusterMember member, Predicate<ClusterImage> wanted) throws Exception {
    CompletableFuture<ClusterImage> shown = new CompletableFuture<>();
    member.await(
        wanted,
        10_000,
        shown::complete,
        () -> shown.completeExceptionally(new AssertionError(member.image().topics())));
    return shown.get(15, TimeUnit.SECONDS);
  }

  static boolean leads(ClusterImage image, String topic, int partition) {
    PartitionImage known = image.partition(topic, partition);
    return known != null && known.leader() == BROKER;
  }

  static List<Integer> isr(ClusterImage image, String topic, int partition) {
    PartitionImage known = image.partition(topic, partition);
    return known == null ? List.of() : known.isr();
  }

  void delete(String path) throws Exception {
    CompletableFuture<KeeperError> deleted = new CompletableFuture<>();
    tool.delete(path, -1, result -> deleted.complete(result.error()));
    assertEquals(KeeperError.OK, deleted.get(10, TimeUnit.SECONDS), path);
  }

  String read(String path) throws Exception {
    CompletableFuture<String> text = new CompletableFuture<>();
    tool.getData(
        path,
        false,
        result ->
            text.complete(new String(requireNonNull(result.get().data()), StandardCharsets.UTF_8)));
    return text.get(10, TimeUnit.SECONDS);
  }

  long owner(String path) throws Exception {
    CompletableFuture<Long> owner = new CompletableFuture<>();
    tool.exists(path, false, result -> owner.complete(result.get().stat().ephemeralOwner()));
    return owner.get(10, TimeUnit.SECONDS);
  }

  KeeperError exists(String path) throws Exception {
    CompletableFuture<KeeperError> error = new CompletableFuture<>();
    tool.exists(path, false, result -> error.complete(result.error()));
    return error.get(10, TimeUnit.SECONDS);
  }

  void eventually(String path, KeeperError expected) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (exists(path) != expected) {
      assertTrue(System.nanoTime() < deadline, path);
    }
  }

  void put(String path, @Nullable String text) throws Exception {
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

  void createSequential(String path, String text) throws Exception {
    CompletableFuture<KeeperError> done = new CompletableFuture<>();
    tool.create(
        path,
        bytes(text),
        Acl.OPEN,
        CreateMode.PERSISTENT_SEQUENTIAL,
        created -> done.complete(created.error()));
    assertEquals(KeeperError.OK, done.get(10, TimeUnit.SECONDS), path);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Takes every role, later and on a thread of its own; one that it has already, it calls stale, as
   * the replicas do.
   */
  static final class Host implements PartitionHost {
    private final BlockingQueue<LeaderAndIsr> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<ErrorCode> answers = new LinkedBlockingQueue<>();
    final BlockingQueue<String> stopped = new LinkedBlockingQueue<>();
    private final Map<TopicPartition, Integer> epochs = new ConcurrentHashMap<>();
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    volatile String lastConfig = "";

    LeaderAndIsr next() throws InterruptedException {
      return requireNonNull(told.poll(10, TimeUnit.SECONDS));
    }

    ErrorCode nextAnswer() throws InterruptedException {
      return requireNonNull(answers.poll(10, TimeUnit.SECONDS));
    }

    /** Answer no more until {@link #release}. */
    void hold() {
      gate = new CompletableFuture<>();
    }

    void release() {
      gate.complete(null);
    }

    @Override
    public CompletionStage<ErrorCode> becomeLeaderOrFollower(LeaderAndIsr decision) {
      Integer known = epochs.get(decision.topicPartition());
      epochs.merge(decision.topicPartition(), decision.leaderEpoch(), Math::max);
      ErrorCode answer =
          known != null && decision.leaderEpoch() <= known
              ? ErrorCode.STALE_CONTROLLER_EPOCH
              : ErrorCode.NONE;
      told.add(decision);
      answers.add(answer);
      return gate.thenApplyAsync(open -> answer);
    }

    @Override
    public CompletionStage<ErrorCode> stopReplica(
        TopicPartition topicPartition, int leaderEpoch, boolean delete) {
      stopped.add(topicPartition + " " + delete);
      if (delete) {
        epochs.remove(topicPartition);
      }
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
