package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * List ACLs.
 *
 * <p>Key 29, versions 0 to 3, flexible since 2. Sent by administrative clients.
 */
public final class DescribeAcls {

  private DescribeAcls() {}

  /**
   * What is asked.
   *
   * @param resourceTypeFilter the kind of resource to match, as a code; 1 is any
   * @param resourceNameFilter the name to match; null for any
   * @param patternTypeFilter the kind of pattern to match, as a code; 1 is any, 2 whatever applies
   *     to the name
   * @param principalFilter the principal to match; null for any
   * @param hostFilter the host to match; null for any
   * @param operation the operation to match, as a code; 1 is any
   * @param permissionType the permission to match, as a code; 1 is any
   */
  @Api(ApiKey.DESCRIBE_ACLS)
  public record Request(
      byte resourceTypeFilter,
      @Nullable String resourceNameFilter,
      @Since(1) @Default("3") byte patternTypeFilter,
      @Nullable String principalFilter,
      @Nullable String hostFilter,
      byte operation,
      byte permissionType) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param resources the resources, each with what is asked or told of it
   */
  @Api(ApiKey.DESCRIBE_ACLS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Nullable String errorMessage,
      List<Resource> resources) {

    /**
     * A resource.
     *
     * @param resourceType the kind of resource, as a code
     * @param resourceName the name of the resource
     * @param patternType 3 for a literal name, 4 for a prefix
     * @param acls the access rules of the resource
     */
    public record Resource(
        byte resourceType,
        String resourceName,
        @Since(1) @Default("3") byte patternType,
        List<AclDescription> acls) {}

    /**
     * An access rule.
     *
     * @param principal the principal, as type:name
     * @param host the host that the rule applies to, or *
     * @param operation the operation, as a code
     * @param permissionType allow or deny, as a code
     */
    public record AclDescription(
        String principal, String host, byte operation, byte permissionType) {}
  }
}
