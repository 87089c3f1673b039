package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;

/** AlterReplicaLogDirs, key 34, versions 0 to 2. */
public final class AlterReplicaLogDirs {
  private AlterReplicaLogDirs() {}

  /** What is asked. */
  @Api(ApiKey.ALTER_REPLICA_LOG_DIRS)
  public record Request(List<AlterReplicaLogDir> dirs) {

    /** One alter replica log dir of the request. */
    public record AlterReplicaLogDir(String path, List<AlterReplicaLogDirTopic> topics) {}

    /** One alter replica log dir topic of the request. */
    public record AlterReplicaLogDirTopic(String name, List<Integer> partitions) {}
  }

  /** What is answered. */
  @Api(ApiKey.ALTER_REPLICA_LOG_DIRS)
  public record Response(int throttleTimeMs, List<AlterReplicaLogDirTopicResult> results) {

    /** One alter replica log dir topic result of the response. */
    public record AlterReplicaLogDirTopicResult(
        String topicName, List<AlterReplicaLogDirPartitionResult> partitions) {}

    /** One alter replica log dir partition result of the response. */
    public record AlterReplicaLogDirPartitionResult(int partitionIndex, short errorCode) {}
  }
}
