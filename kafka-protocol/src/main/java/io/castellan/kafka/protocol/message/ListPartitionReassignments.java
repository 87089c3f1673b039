package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ListPartitionReassignments, key 46, versions 0 to 0. */
public final class ListPartitionReassignments {
  private ListPartitionReassignments() {}

  /** What is asked. */
  @Api(ApiKey.LIST_PARTITION_REASSIGNMENTS)
  public record Request(
      @Default("60000") int timeoutMs, @Default("null") @Nullable List<Topics> topics) {

    /** One topics of the request. */
    public record Topics(String name, List<Integer> partitionIndexes) {}
  }

  /** What is answered. */
  @Api(ApiKey.LIST_PARTITION_REASSIGNMENTS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Nullable String errorMessage,
      List<OngoingTopicReassignment> topics) {

    /** One ongoing topic reassignment of the response. */
    public record OngoingTopicReassignment(
        String name, List<OngoingPartitionReassignment> partitions) {}

    /** One ongoing partition reassignment of the response. */
    public record OngoingPartitionReassignment(
        int partitionIndex,
        List<Integer> replicas,
        List<Integer> addingReplicas,
        List<Integer> removingReplicas) {}
  }
}
