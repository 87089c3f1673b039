package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;

/**
 * Ask to move leadership away before stopping.
 *
 * <p>Key 7, versions 0 to 3, flexible since 3. Sent by brokers, to the controller.
 */
public final class ControlledShutdown {

  private ControlledShutdown() {}

  /**
   * What is asked.
   *
   * @param brokerId the broker's id
   * @param brokerEpoch the zxid that the broker registered with, or -1
   */
  @Api(ApiKey.CONTROLLED_SHUTDOWN)
  public record Request(int brokerId, @Since(2) @Ignorable @Default("-1") long brokerEpoch) {}

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param remainingPartitions the partitions that the broker still leads
   */
  @Api(ApiKey.CONTROLLED_SHUTDOWN)
  public record Response(short errorCode, List<RemainingPartition> remainingPartitions) {

    /**
     * A partition that the broker still leads.
     *
     * @param topicName the topic's name
     * @param partitionIndex the partition's number within the topic
     */
    public record RemainingPartition(String topicName, int partitionIndex) {}
  }
}
