package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describe tokens.
 *
 * <p>Key 41, versions 0 to 3, flexible since 2. Sent by administrative clients.
 */
public final class DescribeDelegationToken {

  private DescribeDelegationToken() {}

  /**
   * What is asked.
   *
   * @param owners whose tokens to describe; null for all
   */
  @Api(ApiKey.DESCRIBE_DELEGATION_TOKEN)
  public record Request(@Nullable List<Owner> owners) {

    /**
     * A principal that owns tokens.
     *
     * @param principalType the kind of principal, such as User
     * @param principalName the name of the principal
     */
    public record Owner(String principalType, String principalName) {}
  }

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param tokens the tokens
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   */
  @Api(ApiKey.DESCRIBE_DELEGATION_TOKEN)
  public record Response(
      short errorCode, List<DescribedDelegationToken> tokens, int throttleTimeMs) {

    /**
     * A delegation token.
     *
     * @param principalType the kind of principal, such as User
     * @param principalName the name of the principal
     * @param tokenRequesterPrincipalType the kind of principal that asked for the token
     * @param tokenRequesterPrincipalName the name of the principal that asked for the token
     * @param issueTimestamp when the token was issued, in milliseconds since 1970
     * @param expiryTimestamp when the token expires, in milliseconds since 1970
     * @param maxTimestamp when the token can no longer be renewed, in milliseconds since 1970
     * @param tokenId the id of the token
     * @param hmac the secret of the delegation token
     * @param renewers who else may renew the token
     */
    public record DescribedDelegationToken(
        String principalType,
        String principalName,
        @Since(3) String tokenRequesterPrincipalType,
        @Since(3) String tokenRequesterPrincipalName,
        long issueTimestamp,
        long expiryTimestamp,
        long maxTimestamp,
        String tokenId,
        Bytes hmac,
        List<DescribedDelegationTokenRenewer> renewers) {}

    /**
     * A principal that may renew a token.
     *
     * @param principalType the kind of principal, such as User
     * @param principalName the name of the principal
     */
    public record DescribedDelegationTokenRenewer(String principalType, String principalName) {}
  }
}
