package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CreateTopics, key 19, versions 0 to 7. */
public final class CreateTopics {
  private CreateTopics() {}

  /** What is asked. */
  @Api(ApiKey.CREATE_TOPICS)
  public record Request(
      List<CreatableTopic> topics,
      @Default("60000") int timeoutMs,
      @Since(1) boolean validateOnly) {

    /** One creatable topic of the request. */
    public record CreatableTopic(
        String name,
        int numPartitions,
        short replicationFactor,
        List<CreatableReplicaAssignment> assignments,
        List<CreatableTopicConfig> configs) {}

    /** One creatable replica assignment of the request. */
    public record CreatableReplicaAssignment(int partitionIndex, List<Integer> brokerIds) {}

    /** One creatable topic config of the request. */
    public record CreatableTopicConfig(String name, @Nullable String value) {}
  }

  /** What is answered. */
  @Api(ApiKey.CREATE_TOPICS)
  public record Response(
      @Since(2) @Ignorable int throttleTimeMs, List<CreatableTopicResult> topics) {

    /** One creatable topic result of the response. */
    public record CreatableTopicResult(
        String name,
        @Since(7) @Ignorable Uuid topicId,
        short errorCode,
        @Since(1) @Ignorable @Nullable String errorMessage,
        @Since(5) @Tag(0) @Ignorable short topicConfigErrorCode,
        @Since(5) @Ignorable @Default("-1") int numPartitions,
        @Since(5) @Ignorable @Default("-1") short replicationFactor,
        @Since(5) @Ignorable @Nullable List<CreatableTopicConfigs> configs) {}

    /** One creatable topic configs of the response. */
    public record CreatableTopicConfigs(
        String name,
        @Nullable String value,
        boolean readOnly,
        @Ignorable @Default("-1") byte configSource,
        boolean isSensitive) {}
  }
}
