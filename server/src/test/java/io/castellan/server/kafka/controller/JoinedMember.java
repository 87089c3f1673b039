package io.castellan.server.kafka.controller;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.partition.LeaderAndIsr;
import io.castellan.server.kafka.partition.PartitionHost;
import io.castellan.server.kafka.znodes.BrokerEndpoint;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.net.Transport;
import io.castellan.server.zkclient.StockZooKeeper;
import io.castellan.server.zkclient.ZkServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A broker that has joined its cluster on a stock ZooKeeper, as broker 0 with one PLAINTEXT
 * listener; its replicas take every role at once.
 */
public final class JoinedMember implements AutoCloseable {
  private final Lane lane =
      new Lane("controller", 1000, Clock.SYSTEM, (failed, cause) -> cause.printStackTrace());
  private final Transport transport = Transport.open("test-io", 1);
  private final StockZooKeeper zookeeper;
  private final BrokerConfig config;
  private final ClusterMember member;

  public JoinedMember(Path dir, Map<String, String> properties) throws Exception {
    lane.start();
    zookeeper = new StockZooKeeper(dir);
    Map<String, String> all = new TreeMap<>(properties);
    all.put("broker.id", "0");
    all.put("zookeeper.connect", "127.0.0.1:" + zookeeper.address().getPort());
    config = BrokerConfig.of(all);
    member =
        ClusterMember.connect(
            MemberSettings.of(config),
            ZkServers.tcp(transport, List.of(zookeeper.address())),
            lane,
            null);
    member.identify(OptionalInt.empty()).get(10, TimeUnit.SECONDS);
    member
        .join(
            new WillingHost(),
            List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "127.0.0.1", 9092)))
        .get(10, TimeUnit.SECONDS);
  }

  public ClusterMember member() {
    return member;
  }

  public BrokerConfig config() {
    return config;
  }

  /** Wait until the image shows something. */
  public ClusterImage shows(Predicate<ClusterImage> wanted) throws Exception {
    CompletableFuture<ClusterImage> shown = new CompletableFuture<>();
    member.await(
        wanted,
        10_000,
        shown::complete,
        () -> shown.completeExceptionally(new AssertionError(member.image().topics())));
    return shown.get(15, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    member.close();
    zookeeper.close();
    lane.close();
    transport.close();
  }

  /** Does as it is told. */
  private static final class WillingHost implements PartitionHost {
    @Override
    public CompletionStage<ErrorCode> becomeLeaderOrFollower(LeaderAndIsr decision) {
      return CompletableFuture.completedStage(ErrorCode.NONE);
    }

    @Override
    public CompletionStage<ErrorCode> stopReplica(
        TopicPartition topicPartition, int leaderEpoch, boolean delete) {
      return CompletableFuture.completedStage(ErrorCode.NONE);
    }

    @Override
    public void updateTopicConfig(String topic, Map<String, String> topicConfig) {}
  }
}
