package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;

/**
 * Next block of 1000 producer ids.
 *
 * <p>Key 67, version 0, flexible since 0. Sent by brokers, to the controller.
 */
public final class AllocateProducerIds {

  private AllocateProducerIds() {}

  /**
   * What is asked.
   *
   * @param brokerId the broker's id
   * @param brokerEpoch the epoch that the broker registered with
   */
  @Api(ApiKey.ALLOCATE_PRODUCER_IDS)
  public record Request(int brokerId, @Default("-1") long brokerEpoch) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param producerIdStart the first producer id of the block
   * @param producerIdLen how many producer ids the block has
   */
  @Api(ApiKey.ALLOCATE_PRODUCER_IDS)
  public record Response(
      int throttleTimeMs, short errorCode, long producerIdStart, int producerIdLen) {}
}
