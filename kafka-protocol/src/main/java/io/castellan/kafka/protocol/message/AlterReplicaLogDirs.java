package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;

/**
 * Move replicas between log dirs of this broker.
 *
 * <p>Key 34, versions 0 to 2, flexible since 2. Sent by administrative clients.
 */
public final class AlterReplicaLogDirs {

  private AlterReplicaLogDirs() {}

  /**
   * What is asked.
   *
   * @param dirs the log directories, each with what moves there
   */
  @Api(ApiKey.ALTER_REPLICA_LOG_DIRS)
  public record Request(List<AlterReplicaLogDir> dirs) {

    /**
     * A log directory and what moves there.
     *
     * @param path the directory's absolute path
     * @param topics the topics, each with its partitions
     */
    public record AlterReplicaLogDir(String path, List<AlterReplicaLogDirTopic> topics) {}

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the numbers of the partitions
     */
    public record AlterReplicaLogDirTopic(String name, List<Integer> partitions) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.ALTER_REPLICA_LOG_DIRS)
  public record Response(int throttleTimeMs, List<AlterReplicaLogDirTopicResult> results) {

    /**
     * A topic.
     *
     * @param topicName the topic's name
     * @param partitions the partitions of the topic
     */
    public record AlterReplicaLogDirTopicResult(
        String topicName, List<AlterReplicaLogDirPartitionResult> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record AlterReplicaLogDirPartitionResult(int partitionIndex, short errorCode) {}
  }
}
