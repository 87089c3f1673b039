package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import org.jspecify.annotations.Nullable;

/**
 * Allocate or bump producer id/epoch; aborts an open transaction of the id.
 *
 * <p>Key 22, versions 0 to 5, flexible since 2. Sent by clients.
 */
public final class InitProducerId {

  private InitProducerId() {}

  /**
   * What is asked.
   *
   * @param transactionalId the id that the producer's transactions go by
   * @param transactionTimeoutMs how long a transaction may stay open, in milliseconds
   * @param producerId the producer's id, or -1
   * @param producerEpoch the epoch that fences older instances of the producer, or -1
   */
  @Api(ApiKey.INIT_PRODUCER_ID)
  public record Request(
      @Nullable String transactionalId,
      int transactionTimeoutMs,
      @Since(3) @Default("-1") long producerId,
      @Since(3) @Default("-1") short producerEpoch) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param producerId the producer's id, or -1
   * @param producerEpoch the epoch that fences older instances of the producer, or -1
   */
  @Api(ApiKey.INIT_PRODUCER_ID)
  public record Response(
      @Ignorable int throttleTimeMs,
      short errorCode,
      @Default("-1") long producerId,
      short producerEpoch) {}
}
