package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CreateDelegationToken, key 38, versions 0 to 3. */
public final class CreateDelegationToken {
  private CreateDelegationToken() {}

  /** What is asked. */
  @Api(ApiKey.CREATE_DELEGATION_TOKEN)
  public record Request(
      @Since(3) @Nullable String ownerPrincipalType,
      @Since(3) @Nullable String ownerPrincipalName,
      List<CreatableRenewers> renewers,
      long maxLifetimeMs) {

    /** One creatable renewers of the request. */
    public record CreatableRenewers(String principalType, String principalName) {}
  }

  /** What is answered. */
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
