package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import java.util.List;

/** OffsetDelete, key 47, versions 0 to 0. */
public final class OffsetDelete {
  private OffsetDelete() {}

  /** What is asked. */
  @Api(ApiKey.OFFSET_DELETE)
  public record Request(String groupId, List<Topic> topics) {

    /** One topic of the request. */
    public record Topic(String name, List<Partition> partitions) {}

    /** One partition of the request. */
    public record Partition(int partitionIndex) {}
  }

  /** What is answered. */
  @Api(ApiKey.OFFSET_DELETE)
  public record Response(short errorCode, @Ignorable int throttleTimeMs, List<Topic> topics) {

    /** One topic of the response. */
    public record Topic(String name, List<Partition> partitions) {}

    /** One partition of the response. */
    public record Partition(int partitionIndex, short errorCode) {}
  }
}
