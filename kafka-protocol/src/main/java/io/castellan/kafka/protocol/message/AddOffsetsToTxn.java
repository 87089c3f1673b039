package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;

/**
 * Register the offsets partition of a group with the transaction.
 *
 * <p>Key 25, versions 0 to 4, flexible since 3. Sent by clients.
 */
public final class AddOffsetsToTxn {

  private AddOffsetsToTxn() {}

  /**
   * What is asked.
   *
   * @param transactionalId the id that the producer's transactions go by
   * @param producerId the producer's id, or -1
   * @param producerEpoch the epoch that fences older instances of the producer, or -1
   * @param groupId the group's id
   */
  @Api(ApiKey.ADD_OFFSETS_TO_TXN)
  public record Request(
      String transactionalId, long producerId, short producerEpoch, String groupId) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   */
  @Api(ApiKey.ADD_OFFSETS_TO_TXN)
  public record Response(int throttleTimeMs, short errorCode) {}
}
