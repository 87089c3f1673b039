package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CreateAcls, key 30, versions 0 to 3. */
public final class CreateAcls {
  private CreateAcls() {}

  /** What is asked. */
  @Api(ApiKey.CREATE_ACLS)
  public record Request(List<AclCreation> creations) {

    /** One acl creation of the request. */
    public record AclCreation(
        byte resourceType,
        String resourceName,
        @Since(1) @Default("3") byte resourcePatternType,
        String principal,
        String host,
        byte operation,
        byte permissionType) {}
  }

  /** What is answered. */
  @Api(ApiKey.CREATE_ACLS)
  public record Response(int throttleTimeMs, List<AclCreationResult> results) {

    /** One acl creation result of the response. */
    public record AclCreationResult(short errorCode, @Nullable String errorMessage) {}
  }
}
