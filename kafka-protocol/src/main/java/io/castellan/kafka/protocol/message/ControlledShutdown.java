package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;

/** ControlledShutdown, key 7, versions 0 to 3. */
public final class ControlledShutdown {
  private ControlledShutdown() {}

  /** What is asked. */
  @Api(ApiKey.CONTROLLED_SHUTDOWN)
  public record Request(int brokerId, @Since(2) @Ignorable @Default("-1") long brokerEpoch) {}

  /** What is answered. */
  @Api(ApiKey.CONTROLLED_SHUTDOWN)
  public record Response(short errorCode, List<RemainingPartition> remainingPartitions) {

    /** One remaining partition of the response. */
    public record RemainingPartition(String topicName, int partitionIndex) {}
  }
}
