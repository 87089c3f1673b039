package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeDelegationToken, key 41, versions 0 to 3. */
public final class DescribeDelegationToken {
  private DescribeDelegationToken() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_DELEGATION_TOKEN)
  public record Request(@Nullable List<Owner> owners) {

    /** One owner of the request. */
    public record Owner(String principalType, String principalName) {}
  }

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_DELEGATION_TOKEN)
  public record Response(
      short errorCode, List<DescribedDelegationToken> tokens, int throttleTimeMs) {

    /** One described delegation token of the response. */
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

    /** One described delegation token renewer of the response. */
    public record DescribedDelegationTokenRenewer(String principalType, String principalName) {}
  }
}
