package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.OffsetFetch;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.TopicImage;
import io.castellan.server.kafka.group.CommittedOffset;
import io.castellan.server.kafka.group.GroupShard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which offsets an OffsetFetch asks for, and how they are answered. Immutable. */
final class CommittedOffsets {
  private static final long NONE_COMMITTED = -1;
  private static final int NO_EPOCH = -1;

  private record Wanted(TopicNaming topic, List<Integer> partitions) {}

  /** Null for all that the group has. */
  private final @Nullable List<Wanted> wanted;

  private final ClusterImage image;
  private final boolean byId;

  private CommittedOffsets(@Nullable List<Wanted> wanted, ClusterImage image, boolean byId) {
    this.wanted = wanted;
    this.image = image;
    this.byId = byId;
  }

  static CommittedOffsets named(
      @Nullable List<OffsetFetch.Request.Topic> topics, ClusterImage image) {
    return new CommittedOffsets(
        topics == null
            ? null
            : topics.stream()
                .map(
                    topic ->
                        new Wanted(
                            new TopicNaming(topic.name(), Uuid.ZERO), topic.partitionIndexes()))
                .toList(),
        image,
        false);
  }

  static CommittedOffsets inGroup(
      @Nullable List<OffsetFetch.Request.Topics> topics, ClusterImage image, boolean byId) {
    return new CommittedOffsets(
        topics == null
            ? null
            : topics.stream()
                .map(
                    topic ->
                        new Wanted(
                            TopicNaming.of(image, byId, topic.name(), topic.topicId()),
                            topic.partitionIndexes()))
                .toList(),
        image,
        byId);
  }

  /** As versions before 8 answer. */
  List<OffsetFetch.Response.Topic> topics(GroupShard shard, String groupId) {
    List<OffsetFetch.Response.Topic> topics = new ArrayList<>();
    for (Wanted topic : wanted(shard, groupId)) {
      List<OffsetFetch.Response.Partition> partitions = new ArrayList<>();
      for (int partition : topic.partitions) {
        CommittedOffset committed = committed(shard, groupId, topic, partition);
        partitions.add(
            new OffsetFetch.Response.Partition(
                partition,
                offset(committed),
                epoch(committed),
                metadata(committed),
                ErrorCode.NONE.code()));
      }
      topics.add(new OffsetFetch.Response.Topic(topic.topic.nameOrEmpty(), partitions));
    }
    return topics;
  }

  /** As version 1 answers when it cannot: the error with every partition. */
  List<OffsetFetch.Response.Topic> topicsWith(ErrorCode error) {
    List<OffsetFetch.Response.Topic> topics = new ArrayList<>();
    for (Wanted topic : wanted == null ? List.<Wanted>of() : wanted) {
      topics.add(
          new OffsetFetch.Response.Topic(
              topic.topic.nameOrEmpty(),
              topic.partitions.stream()
                  .map(
                      partition ->
                          new OffsetFetch.Response.Partition(
                              partition, NONE_COMMITTED, NO_EPOCH, "", error.code()))
                  .toList()));
    }
    return topics;
  }

  /** As versions from 8 on answer, for one group. */
  List<OffsetFetch.Response.Topics> groupTopics(GroupShard shard, String groupId) {
    List<OffsetFetch.Response.Topics> topics = new ArrayList<>();
    for (Wanted topic : wanted(shard, groupId)) {
      ErrorCode error = topic.topic.name() == null ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.NONE;
      List<OffsetFetch.Response.Partitions> partitions = new ArrayList<>();
      for (int partition : topic.partitions) {
        CommittedOffset committed = committed(shard, groupId, topic, partition);
        partitions.add(
            new OffsetFetch.Response.Partitions(
                partition, offset(committed), epoch(committed), metadata(committed), error.code()));
      }
      topics.add(
          new OffsetFetch.Response.Topics(topic.topic.nameOrEmpty(), topic.topic.id(), partitions));
    }
    return topics;
  }

  private List<Wanted> wanted(GroupShard shard, String groupId) {
    return wanted == null ? everything(shard.offsets(groupId).keySet()) : wanted;
  }

  private List<Wanted> everything(Collection<TopicPartition> committed) {
    Map<String, List<Integer>> byTopic = new TreeMap<>();
    for (TopicPartition partition : new TreeSet<>(committed)) {
      byTopic
          .computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
          .add(partition.partition());
    }
    List<Wanted> all = new ArrayList<>();
    byTopic.forEach(
        (name, partitions) -> {
          TopicImage topic = image.topic(name);
          Uuid id = topic == null ? Uuid.ZERO : topic.id();
          if (!byId || !id.isZero()) { // a topic without id cannot be named in these versions
            all.add(new Wanted(new TopicNaming(name, id), partitions));
          }
        });
    return all;
  }

  private static @Nullable CommittedOffset committed(
      GroupShard shard, String groupId, Wanted topic, int partition) {
    String name = topic.topic.name();
    return name == null ? null : shard.offset(groupId, new TopicPartition(name, partition));
  }

  private static long offset(@Nullable CommittedOffset committed) {
    return committed == null ? NONE_COMMITTED : committed.offset();
  }

  private static int epoch(@Nullable CommittedOffset committed) {
    return committed == null ? NO_EPOCH : committed.leaderEpoch();
  }

  private static String metadata(@Nullable CommittedOffset committed) {
    return committed == null ? "" : committed.metadata();
  }
}
