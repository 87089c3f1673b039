package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import org.jspecify.annotations.Nullable;

/** InitProducerId, key 22, versions 0 to 5. */
public final class InitProducerId {
  private InitProducerId() {}

  /** What is asked. */
  @Api(ApiKey.INIT_PRODUCER_ID)
  public record Request(
      @Nullable String transactionalId,
      int transactionTimeoutMs,
      @Since(3) @Default("-1") long producerId,
      @Since(3) @Default("-1") short producerEpoch) {}

  /** What is answered. */
  @Api(ApiKey.INIT_PRODUCER_ID)
  public record Response(
      @Ignorable int throttleTimeMs,
      short errorCode,
      @Default("-1") long producerId,
      short producerEpoch) {}
}
