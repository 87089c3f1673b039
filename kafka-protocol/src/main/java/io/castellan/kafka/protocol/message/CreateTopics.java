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

/**
 * Create topics (controller; brokers forward or answer NOT_CONTROLLER).
 *
 * <p>Key 19, versions 0 to 7, flexible since 5. Sent by administrative clients.
 */
public final class CreateTopics {

  private CreateTopics() {}

  /**
   * What is asked.
   *
   * @param topics the topics, each with its partitions
   * @param timeoutMs how long the broker may take, in milliseconds
   * @param validateOnly whether to check only, and change nothing
   */
  @Api(ApiKey.CREATE_TOPICS)
  public record Request(
      List<CreatableTopic> topics,
      @Default("60000") int timeoutMs,
      @Since(1) boolean validateOnly) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param numPartitions the number of partitions, or -1 for the default
     * @param replicationFactor the number of replicas of each partition, or -1 for the default
     * @param assignments the replicas of each partition, chosen by hand; empty to let the broker
     *     choose
     * @param configs the settings that differ from the broker's
     */
    public record CreatableTopic(
        String name,
        int numPartitions,
        short replicationFactor,
        List<CreatableReplicaAssignment> assignments,
        List<CreatableTopicConfig> configs) {}

    /**
     * An assignment.
     *
     * @param partitionIndex the partition's number within the topic
     * @param brokerIds the replicas, the preferred leader first
     */
    public record CreatableReplicaAssignment(int partitionIndex, List<Integer> brokerIds) {}

    /**
     * A setting.
     *
     * @param name the setting's name
     * @param value the value, or null
     */
    public record CreatableTopicConfig(String name, @Nullable String value) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.CREATE_TOPICS)
  public record Response(
      @Since(2) @Ignorable int throttleTimeMs, List<CreatableTopicResult> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param topicConfigErrorCode why the configuration is missing, or 0
     * @param numPartitions the number of partitions, or -1 for the default
     * @param replicationFactor the number of replicas of each partition, or -1 for the default
     * @param configs the settings as they are now; null when not shown
     */
    public record CreatableTopicResult(
        String name,
        @Since(7) @Ignorable Uuid topicId,
        short errorCode,
        @Since(1) @Ignorable @Nullable String errorMessage,
        @Since(5) @Tag(0) @Ignorable short topicConfigErrorCode,
        @Since(5) @Ignorable @Default("-1") int numPartitions,
        @Since(5) @Ignorable @Default("-1") short replicationFactor,
        @Since(5) @Ignorable @Nullable List<CreatableTopicConfigs> configs) {}

    /**
     * A setting.
     *
     * @param name the setting's name
     * @param value the value, or null
     * @param readOnly whether it cannot be changed while the broker runs
     * @param configSource where the value comes from, as a code
     * @param isSensitive whether the value is a secret and therefore not shown
     */
    public record CreatableTopicConfigs(
        String name,
        @Nullable String value,
        boolean readOnly,
        @Ignorable @Default("-1") byte configSource,
        boolean isSensitive) {}
  }
}
