package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;

/** ExpireDelegationToken, key 40, versions 0 to 2. */
public final class ExpireDelegationToken {
  private ExpireDelegationToken() {}

  /** What is asked. */
  @Api(ApiKey.EXPIRE_DELEGATION_TOKEN)
  public record Request(Bytes hmac, long expiryTimePeriodMs) {}

  /** What is answered. */
  @Api(ApiKey.EXPIRE_DELEGATION_TOKEN)
  public record Response(short errorCode, long expiryTimestampMs, int throttleTimeMs) {}
}
