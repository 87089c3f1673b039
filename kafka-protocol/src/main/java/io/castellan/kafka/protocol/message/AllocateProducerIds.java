package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;

/** AllocateProducerIds, key 67, versions 0 to 0. */
public final class AllocateProducerIds {
  private AllocateProducerIds() {}

  /** What is asked. */
  @Api(ApiKey.ALLOCATE_PRODUCER_IDS)
  public record Request(int brokerId, @Default("-1") long brokerEpoch) {}

  /** What is answered. */
  @Api(ApiKey.ALLOCATE_PRODUCER_IDS)
  public record Response(
      int throttleTimeMs, short errorCode, long producerIdStart, int producerIdLen) {}
}
