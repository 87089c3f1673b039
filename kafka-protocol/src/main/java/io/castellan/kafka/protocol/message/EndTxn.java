package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;

/**
 * Commit or abort.
 *
 * <p>Key 26, versions 0 to 5, flexible since 3. Sent by clients.
 */
public final class EndTxn {

  private EndTxn() {}

  /**
   * What is asked.
   *
   * @param transactionalId the id that the producer's transactions go by
   * @param producerId the producer's id, or -1
   * @param producerEpoch the epoch that fences older instances of the producer, or -1
   * @param committed whether to commit; else abort
   */
  @Api(ApiKey.END_TXN)
  public record Request(
      String transactionalId, long producerId, short producerEpoch, boolean committed) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param producerId the producer's id, or -1
   * @param producerEpoch the epoch that fences older instances of the producer, or -1
   */
  @Api(ApiKey.END_TXN)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Since(5) @Ignorable @Default("-1") long producerId,
      @Since(5) @Ignorable @Default("-1") short producerEpoch) {}
}
