package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ElectLeaders, key 43, versions 0 to 2. */
public final class ElectLeaders {
  private ElectLeaders() {}

  /** What is asked. */
  @Api(ApiKey.ELECT_LEADERS)
  public record Request(
      @Since(1) byte electionType,
      @Nullable List<TopicPartitions> topicPartitions,
      @Default("60000") int timeoutMs) {

    /** One topic partitions of the request. */
    public record TopicPartitions(String topic, List<Integer> partitions) {}
  }

  /** What is answered. */
  @Api(ApiKey.ELECT_LEADERS)
  public record Response(
      int throttleTimeMs,
      @Since(1) short errorCode,
      List<ReplicaElectionResult> replicaElectionResults) {

    /** One replica election result of the response. */
    public record ReplicaElectionResult(String topic, List<PartitionResult> partitionResult) {}

    /** One partition result of the response. */
    public record PartitionResult(
        int partitionId, short errorCode, @Nullable String errorMessage) {}
  }
}
