package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;

/** RenewDelegationToken, key 39, versions 0 to 2. */
public final class RenewDelegationToken {
  private RenewDelegationToken() {}

  /** What is asked. */
  @Api(ApiKey.RENEW_DELEGATION_TOKEN)
  public record Request(Bytes hmac, long renewPeriodMs) {}

  /** What is answered. */
  @Api(ApiKey.RENEW_DELEGATION_TOKEN)
  public record Response(short errorCode, long expiryTimestampMs, int throttleTimeMs) {}
}
