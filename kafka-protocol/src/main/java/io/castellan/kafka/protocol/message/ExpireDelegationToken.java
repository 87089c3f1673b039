package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;

/**
 * Expire.
 *
 * <p>Key 40, versions 0 to 2, flexible since 2. Sent by administrative clients.
 */
public final class ExpireDelegationToken {

  private ExpireDelegationToken() {}

  /**
   * What is asked.
   *
   * @param hmac the secret of the delegation token
   * @param expiryTimePeriodMs when the token shall expire, in milliseconds from now; negative for
   *     at once
   */
  @Api(ApiKey.EXPIRE_DELEGATION_TOKEN)
  public record Request(Bytes hmac, long expiryTimePeriodMs) {}

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param expiryTimestampMs when the token expires, in milliseconds since 1970
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   */
  @Api(ApiKey.EXPIRE_DELEGATION_TOKEN)
  public record Response(short errorCode, long expiryTimestampMs, int throttleTimeMs) {}
}
