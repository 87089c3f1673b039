package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AlterPartitionReassignments, key 45, versions 0 to 1. */
public final class AlterPartitionReassignments {
  private AlterPartitionReassignments() {}

  /** What is asked. */
  @Api(ApiKey.ALTER_PARTITION_REASSIGNMENTS)
  public record Request(
      @Default("60000") int timeoutMs,
      @Since(1) @Default("true") boolean allowReplicationFactorChange,
      List<ReassignableTopic> topics) {

    /** One reassignable topic of the request. */
    public record ReassignableTopic(String name, List<ReassignablePartition> partitions) {}

    /** One reassignable partition of the request. */
    public record ReassignablePartition(
        int partitionIndex, @Default("null") @Nullable List<Integer> replicas) {}
  }

  /** What is answered. */
  @Api(ApiKey.ALTER_PARTITION_REASSIGNMENTS)
  public record Response(
      int throttleTimeMs,
      @Since(1) @Ignorable @Default("true") boolean allowReplicationFactorChange,
      short errorCode,
      @Nullable String errorMessage,
      List<ReassignableTopicResponse> responses) {

    /** One reassignable topic response of the response. */
    public record ReassignableTopicResponse(
        String name, List<ReassignablePartitionResponse> partitions) {}

    /** One reassignable partition response of the response. */
    public record ReassignablePartitionResponse(
        int partitionIndex, short errorCode, @Nullable String errorMessage) {}
  }
}
