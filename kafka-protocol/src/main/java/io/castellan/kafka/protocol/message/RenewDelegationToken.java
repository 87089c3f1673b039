package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;

/**
 * Renew.
 *
 * <p>Key 39, versions 0 to 2, flexible since 2. Sent by administrative clients.
 */
public final class RenewDelegationToken {

  private RenewDelegationToken() {}

  /**
   * What is asked.
   *
   * @param hmac the secret of the delegation token
   * @param renewPeriodMs how long the token shall live on, in milliseconds; -1 for the default
   */
  @Api(ApiKey.RENEW_DELEGATION_TOKEN)
  public record Request(Bytes hmac, long renewPeriodMs) {}

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param expiryTimestampMs when the token expires, in milliseconds since 1970
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   */
  @Api(ApiKey.RENEW_DELEGATION_TOKEN)
  public record Response(short errorCode, long expiryTimestampMs, int throttleTimeMs) {}
}
