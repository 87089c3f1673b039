package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.OffsetDelete;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.group.GroupShards;
import io.castellan.server.kafka.group.OffsetDeletion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * OffsetDelete: forgets what a group committed for some partitions (KIP-496); answered when that is
 * in the log.
 *
 * <p>Version 0. An error of the whole group stands alone; a partition that does not exist, or that
 * the group reads, has its own.
 */
public final class OffsetDeleteHandler
    implements Handler<OffsetDelete.Request, OffsetDelete.Response> {
  private final GroupShards groups;
  private final Supplier<ClusterImage> cluster;

  /** Deletes from the shards of this broker. */
  public OffsetDeleteHandler(GroupShards groups, Supplier<ClusterImage> cluster) {
    this.groups = groups;
    this.cluster = cluster;
  }

  @Override
  public ApiKey api() {
    return ApiKey.OFFSET_DELETE;
  }

  @Override
  public Class<OffsetDelete.Request> requestType() {
    return OffsetDelete.Request.class;
  }

  @Override
  public Class<OffsetDelete.Response> responseType() {
    return OffsetDelete.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, OffsetDelete.Request request, Answer<OffsetDelete.Response> answer) {
    ClusterImage image = cluster.get();
    List<TopicPartition> wanted = new ArrayList<>();
    for (OffsetDelete.Request.Topic topic : request.topics()) {
      for (OffsetDelete.Request.Partition partition : topic.partitions()) {
        if (image.partition(topic.name(), partition.partitionIndex()) != null) {
          wanted.add(new TopicPartition(topic.name(), partition.partitionIndex()));
        }
      }
    }
    groups.submit(
        request.groupId(),
        (shard, nowMs, out) ->
            shard.deleteOffsets(
                request.groupId(),
                wanted,
                outcome -> answer.send(encode(request, outcome)),
                nowMs,
                out),
        error -> answer.send(new OffsetDelete.Response(error.code(), 0, List.of())));
  }

  private static OffsetDelete.Response encode(
      OffsetDelete.Request request, OffsetDeletion outcome) {
    List<OffsetDelete.Response.Topic> topics = new ArrayList<>();
    if (outcome.error() == ErrorCode.NONE) {
      for (OffsetDelete.Request.Topic topic : request.topics()) {
        List<OffsetDelete.Response.Partition> partitions = new ArrayList<>();
        for (OffsetDelete.Request.Partition partition : topic.partitions()) {
          int index = partition.partitionIndex();
          ErrorCode error =
              outcome
                  .partitions()
                  .getOrDefault(
                      new TopicPartition(topic.name(), index),
                      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
          partitions.add(new OffsetDelete.Response.Partition(index, error.code()));
        }
        topics.add(new OffsetDelete.Response.Topic(topic.name(), partitions));
      }
    }
    return new OffsetDelete.Response(outcome.error().code(), 0, topics);
  }
}
