package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CreatePartitions, key 37, versions 0 to 3. */
public final class CreatePartitions {
  private CreatePartitions() {}

  /** What is asked. */
  @Api(ApiKey.CREATE_PARTITIONS)
  public record Request(List<Topic> topics, int timeoutMs, boolean validateOnly) {

    /** One topic of the request. */
    public record Topic(String name, int count, @Nullable List<Assignment> assignments) {}

    /** One assignment of the request. */
    public record Assignment(List<Integer> brokerIds) {}
  }

  /** What is answered. */
  @Api(ApiKey.CREATE_PARTITIONS)
  public record Response(int throttleTimeMs, List<TopicResult> results) {

    /** One topic result of the response. */
    public record TopicResult(
        String name, short errorCode, @Default("null") @Nullable String errorMessage) {}
  }
}
