package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;

/** DeleteRecords, key 21, versions 0 to 2. */
public final class DeleteRecords {
  private DeleteRecords() {}

  /** What is asked. */
  @Api(ApiKey.DELETE_RECORDS)
  public record Request(List<Topic> topics, int timeoutMs) {

    /** One topic of the request. */
    public record Topic(String name, List<Partition> partitions) {}

    /** One partition of the request. */
    public record Partition(int partitionIndex, long offset) {}
  }

  /** What is answered. */
  @Api(ApiKey.DELETE_RECORDS)
  public record Response(int throttleTimeMs, List<TopicResult> topics) {

    /** One topic result of the response. */
    public record TopicResult(String name, List<PartitionResult> partitions) {}

    /** One partition result of the response. */
    public record PartitionResult(int partitionIndex, long lowWatermark, short errorCode) {}
  }
}
