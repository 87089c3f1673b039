package io.castellan.server.kafka.broker;

import io.castellan.kafka.protocol.record.Compression;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.OffsetsSettings;
import io.castellan.server.kafka.ApiTable;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.TopicImage;
import io.castellan.server.kafka.group.GroupSettings;
import io.castellan.server.kafka.group.GroupShard;
import io.castellan.server.kafka.group.GroupShards;
import io.castellan.server.kafka.group.OffsetsTopic;
import io.castellan.server.kafka.group.ZooKeeperOffsets;
import io.castellan.server.kafka.handler.DeleteGroupsHandler;
import io.castellan.server.kafka.handler.DescribeGroupsHandler;
import io.castellan.server.kafka.handler.HeartbeatHandler;
import io.castellan.server.kafka.handler.JoinGroupHandler;
import io.castellan.server.kafka.handler.LeaveGroupHandler;
import io.castellan.server.kafka.handler.ListGroupsHandler;
import io.castellan.server.kafka.handler.OffsetCommitHandler;
import io.castellan.server.kafka.handler.OffsetDeleteHandler;
import io.castellan.server.kafka.handler.OffsetFetchHandler;
import io.castellan.server.kafka.handler.SyncGroupHandler;
import io.castellan.server.kafka.partition.PartitionHost;
import io.castellan.server.kafka.partition.PartitionTable;
import io.castellan.server.kafka.shard.PartitionShardLog;
import io.castellan.server.kafka.shard.ShardCheckpoints;
import io.castellan.server.kafka.shard.ShardLeadership;
import io.castellan.server.kafka.shard.ShardLog;
import io.castellan.server.kafka.shard.ShardRuntime;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.LaneGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The group coordinator, put together. */
final class Groups {
  private final ShardRuntime<GroupShard> runtime;
  private final GroupShards shards;
  private final Supplier<ClusterImage> cluster;
  private final Clock clock;
  private final int metadataMaxBytes;

  /**
   * @param lanes that the shards are spread over
   * @param loader reads logs, and alone uses the checkpoints
   */
  Groups(
      BrokerConfig config,
      LaneGroup lanes,
      Executor loader,
      ShardLog log,
      ShardCheckpoints checkpoints,
      Supplier<ClusterImage> cluster,
      Clock clock) {
    OffsetsSettings offsets = config.offsets();
    io.castellan.server.config.GroupSettings limits = config.groups();
    GroupSettings settings =
        new GroupSettings(
            limits.minSessionTimeoutMs(),
            limits.maxSessionTimeoutMs(),
            limits.initialRebalanceDelayMs(),
            limits.maxSize(),
            offsets.metadataMaxBytes(),
            offsets.retentionMs());
    this.runtime =
        new ShardRuntime<>(
            OffsetsTopic.NAME,
            lanes,
            loader,
            () ->
                new GroupShard(
                    settings, offsets.retentionCheckMs(), () -> UUID.randomUUID().toString()),
            log,
            checkpoints,
            Objects.requireNonNull(Compression.ofId(offsets.compressionCodec())));
    this.metadataMaxBytes = offsets.metadataMaxBytes();
    this.cluster = cluster;
    this.clock = clock;
    this.shards = new GroupShards(runtime, this::partitionCount);
  }

  /** The partitions of the groups' topic. */
  static ShardLog log(BrokerConfig config, PartitionTable partitions) {
    OffsetsSettings offsets = config.offsets();
    return new PartitionShardLog(
        OffsetsTopic.NAME,
        partitions,
        (short) offsets.requiredAcks(),
        offsets.commitTimeoutMs(),
        offsets.loadBufferBytes());
  }

  private int partitionCount() {
    TopicImage topic = cluster.get().topic(OffsetsTopic.NAME);
    return topic == null ? 0 : topic.partitions().size();
  }

  /**
   * Serve the requests of groups.
   *
   * @param oldOffsets where consumers of 0.8 keep theirs
   */
  void serve(ApiTable table, ZooKeeperOffsets oldOffsets) {
    table.serve(new JoinGroupHandler(shards));
    table.serve(new SyncGroupHandler(shards));
    table.serve(new HeartbeatHandler(shards));
    table.serve(new LeaveGroupHandler(shards));
    table.serve(new OffsetCommitHandler(shards, cluster, clock, oldOffsets, metadataMaxBytes));
    table.serve(new OffsetFetchHandler(shards, cluster, oldOffsets));
    table.serve(new ListGroupsHandler(shards));
    table.serve(new DescribeGroupsHandler(shards));
    table.serve(new DeleteGroupsHandler(shards));
    table.serve(new OffsetDeleteHandler(shards, cluster));
  }

  /** A transaction has ended in a partition: the offsets that it committed count, or never will. */
  void onMarker(String topic, int partition, long producerId, long offset, boolean committed) {
    if (topic.equals(OffsetsTopic.NAME)) {
      runtime.onMarker(partition, producerId, offset, committed);
    }
  }

  /** Forget what was committed for topics that are gone, or were made anew. */
  void onImage(ClusterImage before, ClusterImage after) {
    List<TopicPartition> gone = new ArrayList<>();
    before
        .topics()
        .forEach(
            (name, topic) -> {
              TopicImage now = after.topic(name);
              // A topic of an older cluster gets its first id without being another topic.
              if (now == null || !(topic.id().isZero() || topic.id().equals(now.id()))) {
                topic
                    .partitions()
                    .forEach(lost -> gone.add(new TopicPartition(name, lost.partition())));
              }
            });
    if (!gone.isEmpty()) {
      shards.forEach((shard, nowMs, out) -> shard.forgetPartitions(gone, out), seen -> {});
    }
  }

  /** The host that the controller is to talk to, so that coordinators follow their partitions. */
  PartitionHost following(PartitionHost partitions, int brokerId) {
    return new ShardLeadership(partitions, brokerId, Map.of(OffsetsTopic.NAME, runtime));
  }
}
