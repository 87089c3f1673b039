package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** InitializeShareGroupState, key 83, versions 0 to 0. */
public final class InitializeShareGroupState {
  private InitializeShareGroupState() {}

  /** What is asked. */
  @Api(ApiKey.INITIALIZE_SHARE_GROUP_STATE)
  public record Request(String groupId, List<InitializeStateData> topics) {

    /** One initialize state data of the request. */
    public record InitializeStateData(Uuid topicId, List<PartitionData> partitions) {}

    /** One partition data of the request. */
    public record PartitionData(int partition, int stateEpoch, long startOffset) {}
  }

  /** What is answered. */
  @Api(ApiKey.INITIALIZE_SHARE_GROUP_STATE)
  public record Response(List<InitializeStateResult> results) {

    /** One initialize state result of the response. */
    public record InitializeStateResult(Uuid topicId, List<PartitionResult> partitions) {}

    /** One partition result of the response. */
    public record PartitionResult(
        int partition, short errorCode, @Default("null") @Nullable String errorMessage) {}
  }
}
