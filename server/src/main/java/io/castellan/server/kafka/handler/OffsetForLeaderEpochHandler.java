package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.OffsetForLeaderEpoch;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.log.LeaderEpochs;
import io.castellan.server.kafka.partition.PartitionTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Says where an epoch of a partition's leader ended, so that a replica or a consumer learns whether
 * its own position still belongs to the log (KIP-101, KIP-279, KIP-320).
 *
 * <p>Versions 0 to 4. 1: the epoch that was found. 2: epoch of the leader that the client believes
 * in. An epoch that nothing is known of has epoch and offset -1.
 */
public final class OffsetForLeaderEpochHandler
    implements Handler<OffsetForLeaderEpoch.Request, OffsetForLeaderEpoch.Response> {
  private final PartitionLookup partitions;

  /**
   * @param table the partitions served here
   * @param cluster for those that are not
   */
  public OffsetForLeaderEpochHandler(PartitionTable table, ClusterLookup cluster) {
    this.partitions = new PartitionLookup(table, cluster);
  }

  @Override
  public ApiKey api() {
    return ApiKey.OFFSET_FOR_LEADER_EPOCH;
  }

  @Override
  public Class<OffsetForLeaderEpoch.Request> requestType() {
    return OffsetForLeaderEpoch.Request.class;
  }

  @Override
  public Class<OffsetForLeaderEpoch.Response> responseType() {
    return OffsetForLeaderEpoch.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      OffsetForLeaderEpoch.Request request,
      Answer<OffsetForLeaderEpoch.Response> answer) {
    List<OffsetForLeaderEpoch.Response.OffsetForLeaderTopicResult> topics =
        new ArrayList<>(request.topics().size());
    for (OffsetForLeaderEpoch.Request.OffsetForLeaderTopic topic : request.topics()) {
      List<OffsetForLeaderEpoch.Response.EpochEndOffset> ends =
          new ArrayList<>(topic.partitions().size());
      for (OffsetForLeaderEpoch.Request.OffsetForLeaderPartition wanted : topic.partitions()) {
        ends.add(end(topic.topic(), wanted));
      }
      topics.add(new OffsetForLeaderEpoch.Response.OffsetForLeaderTopicResult(topic.topic(), ends));
    }
    answer.send(new OffsetForLeaderEpoch.Response(0, topics));
  }

  private OffsetForLeaderEpoch.Response.EpochEndOffset end(
      String topic, OffsetForLeaderEpoch.Request.OffsetForLeaderPartition wanted) {
    PartitionLookup.Found found = partitions.leading(topic, wanted.partition());
    ErrorCode error =
        found.partition() == null
            ? found.error()
            : found.partition().role().compareEpoch(wanted.currentLeaderEpoch());
    if (found.partition() == null || error != ErrorCode.NONE) {
      return new OffsetForLeaderEpoch.Response.EpochEndOffset(
          error.code(), wanted.partition(), -1, -1);
    }
    LeaderEpochs.Entry end = found.partition().view().endOffsetForEpoch(wanted.leaderEpoch());
    return new OffsetForLeaderEpoch.Response.EpochEndOffset(
        ErrorCode.NONE.code(), wanted.partition(), end.epoch(), end.startOffset());
  }
}
