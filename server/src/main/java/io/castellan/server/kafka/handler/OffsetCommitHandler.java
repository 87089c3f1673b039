package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.OffsetCommit;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.group.CommitRequest;
import io.castellan.server.kafka.group.CommittedOffset;
import io.castellan.server.kafka.group.GroupShards;
import io.castellan.server.kafka.group.ZooKeeperOffsets;
import io.castellan.server.lane.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * OffsetCommit: keeps how far a group got; answered when the offsets are in the log.
 *
 * <p>Versions 0 to 10. Version 0 keeps offsets in ZooKeeper. Version 1 may bring the commit's own
 * time; 2 to 4 may set how long the offsets are kept; from 10 on topics are named by id.
 */
public final class OffsetCommitHandler
    implements Handler<OffsetCommit.Request, OffsetCommit.Response> {
  private static final int IDS_SINCE = 10;
  private static final long UNSET = -1;

  private final GroupShards groups;
  private final Supplier<ClusterImage> cluster;
  private final Clock clock;
  private final OldOffsets oldOffsets;

  /**
   * Answers from the shards of this broker.
   *
   * @param zooKeeper where version 0 keeps offsets
   * @param maxMetadataBytes {@code offset.metadata.max.bytes}
   */
  public OffsetCommitHandler(
      GroupShards groups,
      Supplier<ClusterImage> cluster,
      Clock clock,
      ZooKeeperOffsets zooKeeper,
      int maxMetadataBytes) {
    this.groups = groups;
    this.cluster = cluster;
    this.clock = clock;
    this.oldOffsets = new OldOffsets(zooKeeper, cluster, maxMetadataBytes);
  }

  @Override
  public ApiKey api() {
    return ApiKey.OFFSET_COMMIT;
  }

  @Override
  public Class<OffsetCommit.Request> requestType() {
    return OffsetCommit.Request.class;
  }

  @Override
  public Class<OffsetCommit.Response> responseType() {
    return OffsetCommit.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, OffsetCommit.Request request, Answer<OffsetCommit.Response> answer) {
    if (context.version() == 0) {
      oldOffsets.commit(request, answer);
      return;
    }
    boolean byId = context.version() >= IDS_SINCE;
    ClusterImage image = cluster.get();
    long nowMs = clock.wallClockMs();
    List<ErrorCode> outcome = new ArrayList<>();
    List<CommitRequest.Offset> offsets = new ArrayList<>();
    for (OffsetCommit.Request.Topic topic : request.topics()) {
      TopicNaming naming = TopicNaming.of(image, byId, topic.name(), topic.topicId());
      for (OffsetCommit.Request.Partition partition : topic.partitions()) {
        ErrorCode error = naming.check(image, partition.partitionIndex());
        outcome.add(error);
        if (error == ErrorCode.NONE) {
          offsets.add(
              new CommitRequest.Offset(
                  new TopicPartition(naming.nameOrEmpty(), partition.partitionIndex()),
                  committed(partition, request.retentionTimeMs(), nowMs)));
        }
      }
    }
    if (request.groupId().isEmpty()) {
      Collections.fill(outcome, ErrorCode.INVALID_GROUP_ID);
      answer.send(encode(request, outcome));
      return;
    }
    CommitRequest commit =
        new CommitRequest(
            request.memberId(),
            request.groupInstanceId(),
            request.generationIdOrMemberEpoch(),
            offsets);
    groups.submit(
        request.groupId(),
        (shard, shardNowMs, out) ->
            shard.commit(
                request.groupId(),
                commit,
                committed -> answer.send(encode(request, merge(outcome, committed))),
                shardNowMs,
                out),
        error ->
            answer.send(
                encode(request, merge(outcome, Collections.nCopies(offsets.size(), error)))));
  }

  private static CommittedOffset committed(
      OffsetCommit.Request.Partition partition, long retentionTimeMs, long nowMs) {
    String metadata = partition.committedMetadata();
    long commitTimeMs = partition.commitTimestamp() == UNSET ? nowMs : partition.commitTimestamp();
    return new CommittedOffset(
        partition.committedOffset(),
        partition.committedLeaderEpoch(),
        metadata == null ? "" : metadata,
        commitTimeMs,
        retentionTimeMs == UNSET ? UNSET : commitTimeMs + retentionTimeMs);
  }

  /** Puts the shard's codes into the places that were still without an error. */
  private static List<ErrorCode> merge(List<ErrorCode> checked, List<ErrorCode> committed) {
    List<ErrorCode> merged = new ArrayList<>(checked.size());
    int next = 0;
    for (ErrorCode error : checked) {
      merged.add(error == ErrorCode.NONE ? committed.get(next++) : error);
    }
    return merged;
  }

  private static OffsetCommit.Response encode(
      OffsetCommit.Request request, List<ErrorCode> outcome) {
    List<OffsetCommit.Response.Topic> topics = new ArrayList<>();
    int next = 0;
    for (OffsetCommit.Request.Topic topic : request.topics()) {
      List<OffsetCommit.Response.Partition> partitions = new ArrayList<>();
      for (OffsetCommit.Request.Partition partition : topic.partitions()) {
        partitions.add(
            new OffsetCommit.Response.Partition(
                partition.partitionIndex(), outcome.get(next++).code()));
      }
      topics.add(new OffsetCommit.Response.Topic(topic.name(), topic.topicId(), partitions));
    }
    return new OffsetCommit.Response(0, topics);
  }
}
