package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;

/** AddOffsetsToTxn, key 25, versions 0 to 4. */
public final class AddOffsetsToTxn {
  private AddOffsetsToTxn() {}

  /** What is asked. */
  @Api(ApiKey.ADD_OFFSETS_TO_TXN)
  public record Request(
      String transactionalId, long producerId, short producerEpoch, String groupId) {}

  /** What is answered. */
  @Api(ApiKey.ADD_OFFSETS_TO_TXN)
  public record Response(int throttleTimeMs, short errorCode) {}
}
