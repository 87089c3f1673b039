package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.AlterReplicaLogDirs;
import io.castellan.kafka.protocol.message.AlterReplicaLogDirs.Request.AlterReplicaLogDir;
import io.castellan.kafka.protocol.message.AlterReplicaLogDirs.Request.AlterReplicaLogDirTopic;
import io.castellan.kafka.protocol.message.AlterReplicaLogDirs.Response.AlterReplicaLogDirPartitionResult;
import io.castellan.kafka.protocol.message.AlterReplicaLogDirs.Response.AlterReplicaLogDirTopicResult;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.partition.LogMover;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has logs moved between the log directories of this broker (KIP-113). The answer says that a move
 * has begun; how far it is, DescribeLogDirs shows.
 *
 * <p>Versions 0 to 2. A partition that is not here answers {@code REPLICA_NOT_AVAILABLE} if the
 * topic has it and {@code UNKNOWN_TOPIC_OR_PARTITION} if not; either way the directory is
 * remembered, for the case that it comes here before the next start.
 */
public final class AlterReplicaLogDirsHandler
    implements Handler<AlterReplicaLogDirs.Request, AlterReplicaLogDirs.Response> {
  private final LogMover mover;
  private final ClusterLookup cluster;

  /**
   * @param mover carries the moves out
   * @param cluster knows the partitions that are not served here
   */
  public AlterReplicaLogDirsHandler(LogMover mover, ClusterLookup cluster) {
    this.mover = mover;
    this.cluster = cluster;
  }

  @Override
  public ApiKey api() {
    return ApiKey.ALTER_REPLICA_LOG_DIRS;
  }

  @Override
  public Class<AlterReplicaLogDirs.Request> requestType() {
    return AlterReplicaLogDirs.Request.class;
  }

  @Override
  public Class<AlterReplicaLogDirs.Response> responseType() {
    return AlterReplicaLogDirs.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      AlterReplicaLogDirs.Request request,
      Answer<AlterReplicaLogDirs.Response> answer) {
    Map<String, List<AlterReplicaLogDirPartitionResult>> topics = new LinkedHashMap<>();
    for (AlterReplicaLogDir directory : request.dirs()) {
      for (AlterReplicaLogDirTopic topic : directory.topics()) {
        List<AlterReplicaLogDirPartitionResult> results =
            topics.computeIfAbsent(topic.name(), name -> new ArrayList<>());
        for (int partition : topic.partitions()) {
          ErrorCode error = move(topic.name(), partition, directory.path());
          results.add(new AlterReplicaLogDirPartitionResult(partition, error.code()));
        }
      }
    }
    List<AlterReplicaLogDirTopicResult> results = new ArrayList<>();
    topics.forEach((name, each) -> results.add(new AlterReplicaLogDirTopicResult(name, each)));
    answer.send(new AlterReplicaLogDirs.Response(0, results));
  }

  private ErrorCode move(String topic, int partition, String directory) {
    ErrorCode error = mover.move(new TopicPartition(topic, partition), directory);
    return error == ErrorCode.REPLICA_NOT_AVAILABLE && !cluster.exists(topic, partition)
        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        : error;
  }
}
