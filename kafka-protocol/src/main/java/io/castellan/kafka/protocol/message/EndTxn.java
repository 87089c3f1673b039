package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;

/** EndTxn, key 26, versions 0 to 5. */
public final class EndTxn {
  private EndTxn() {}

  /** What is asked. */
  @Api(ApiKey.END_TXN)
  public record Request(
      String transactionalId, long producerId, short producerEpoch, boolean committed) {}

  /** What is answered. */
  @Api(ApiKey.END_TXN)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Since(5) @Ignorable @Default("-1") long producerId,
      @Since(5) @Ignorable @Default("-1") short producerEpoch) {}
}
