package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DeleteShareGroupState, key 86, versions 0 to 0. */
public final class DeleteShareGroupState {
  private DeleteShareGroupState() {}

  /** What is asked. */
  @Api(ApiKey.DELETE_SHARE_GROUP_STATE)
  public record Request(String groupId, List<DeleteStateData> topics) {

    /** One delete state data of the request. */
    public record DeleteStateData(Uuid topicId, List<PartitionData> partitions) {}

    /** One partition data of the request. */
    public record PartitionData(int partition) {}
  }

  /** What is answered. */
  @Api(ApiKey.DELETE_SHARE_GROUP_STATE)
  public record Response(List<DeleteStateResult> results) {

    /** One delete state result of the response. */
    public record DeleteStateResult(Uuid topicId, List<PartitionResult> partitions) {}

    /** One partition result of the response. */
    public record PartitionResult(
        int partition, short errorCode, @Default("null") @Nullable String errorMessage) {}
  }
}
