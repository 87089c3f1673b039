package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Add ACLs.
 *
 * <p>Key 30, versions 0 to 3, flexible since 2. Sent by administrative clients.
 */
public final class CreateAcls {

  private CreateAcls() {}

  /**
   * What is asked.
   *
   * @param creations the access rules to add
   */
  @Api(ApiKey.CREATE_ACLS)
  public record Request(List<AclCreation> creations) {

    /**
     * An access rule to add.
     *
     * @param resourceType the kind of resource, as a code
     * @param resourceName the name of the resource
     * @param resourcePatternType 3 for a literal name, 4 for a prefix
     * @param principal the principal, as type:name
     * @param host the host that the rule applies to, or *
     * @param operation the operation, as a code
     * @param permissionType allow or deny, as a code
     */
    public record AclCreation(
        byte resourceType,
        String resourceName,
        @Since(1) @Default("3") byte resourcePatternType,
        String principal,
        String host,
        byte operation,
        byte permissionType) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.CREATE_ACLS)
  public record Response(int throttleTimeMs, List<AclCreationResult> results) {

    /**
     * An outcome.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record AclCreationResult(short errorCode, @Nullable String errorMessage) {}
  }
}
