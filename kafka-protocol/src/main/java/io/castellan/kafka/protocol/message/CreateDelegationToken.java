package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Create delegation token.
 *
 * <p>Key 38, versions 0 to 3, flexible since 2. Sent by administrative clients.
 */
public final class CreateDelegationToken {

  private CreateDelegationToken() {}

  /**
   * What is asked.
   *
   * @param ownerPrincipalType the kind of principal that the token is for; null for the caller
   * @param ownerPrincipalName the name of the principal that the token is for; null for the caller
   * @param renewers who else may renew the token
   * @param maxLifetimeMs how long the token can be renewed, in milliseconds; -1 for the broker's
   *     default
   */
  @Api(ApiKey.CREATE_DELEGATION_TOKEN)
  public record Request(
      @Since(3) @Nullable String ownerPrincipalType,
      @Since(3) @Nullable String ownerPrincipalName,
      List<CreatableRenewers> renewers,
      long maxLifetimeMs) {

    /**
     * A principal that may renew a token.
     *
     * @param principalType the kind of principal, such as User
     * @param principalName the name of the principal
     */
    public record CreatableRenewers(String principalType, String principalName) {}
  }

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param principalType the kind of principal, such as User
   * @param principalName the name of the principal
   * @param tokenRequesterPrincipalType the kind of principal that asked for the token
   * @param tokenRequesterPrincipalName the name of the principal that asked for the token
   * @param issueTimestampMs when the token was issued, in milliseconds since 1970
   * @param expiryTimestampMs when the token expires, in milliseconds since 1970
   * @param maxTimestampMs when the token can no longer be renewed, in milliseconds since 1970
   * @param tokenId the id of the token
   * @param hmac the secret of the delegation token
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   */
  @Api(ApiKey.CREATE_DELEGATION_TOKEN)
  public record Response(
      short errorCode,
      String principalType,
      String principalName,
      @Since(3) String tokenRequesterPrincipalType,
      @Since(3) String tokenRequesterPrincipalName,
      long issueTimestampMs,
      long expiryTimestampMs,
      long maxTimestampMs,
      String tokenId,
      Bytes hmac,
      int throttleTimeMs) {}
}
