package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Add partitions.
 *
 * <p>Key 37, versions 0 to 3, flexible since 2. Sent by administrative clients.
 */
public final class CreatePartitions {

  private CreatePartitions() {}

  /**
   * What is asked.
   *
   * @param topics the topics, each with its partitions
   * @param timeoutMs how long the broker may take, in milliseconds
   * @param validateOnly whether to check only, and change nothing
   */
  @Api(ApiKey.CREATE_PARTITIONS)
  public record Request(List<Topic> topics, int timeoutMs, boolean validateOnly) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param count the number of partitions after the change
     * @param assignments the replicas of each new partition; null to let the broker choose
     */
    public record Topic(String name, int count, @Nullable List<Assignment> assignments) {}

    /**
     * An assignment.
     *
     * @param brokerIds the replicas, the preferred leader first
     */
    public record Assignment(List<Integer> brokerIds) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.CREATE_PARTITIONS)
  public record Response(int throttleTimeMs, List<TopicResult> results) {

    /**
     * An outcome.
     *
     * @param name the topic's name
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record TopicResult(
        String name, short errorCode, @Default("null") @Nullable String errorMessage) {}
  }
}
