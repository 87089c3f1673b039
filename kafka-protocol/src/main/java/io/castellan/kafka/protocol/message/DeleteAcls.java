package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Delete ACLs by filter.
 *
 * <p>Key 31, versions 0 to 3, flexible since 2. Sent by administrative clients.
 */
public final class DeleteAcls {

  private DeleteAcls() {}

  /**
   * What is asked.
   *
   * @param filters what to delete
   */
  @Api(ApiKey.DELETE_ACLS)
  public record Request(List<Filter> filters) {

    /**
     * What to delete.
     *
     * @param resourceTypeFilter the kind of resource to match, as a code; 1 is any
     * @param resourceNameFilter the name to match; null for any
     * @param patternTypeFilter the kind of pattern to match, as a code; 1 is any, 2 whatever
     *     applies to the name
     * @param principalFilter the principal to match; null for any
     * @param hostFilter the host to match; null for any
     * @param operation the operation to match, as a code; 1 is any
     * @param permissionType the permission to match, as a code; 1 is any
     */
    public record Filter(
        byte resourceTypeFilter,
        @Nullable String resourceNameFilter,
        @Since(1) @Default("3") byte patternTypeFilter,
        @Nullable String principalFilter,
        @Nullable String hostFilter,
        byte operation,
        byte permissionType) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param filterResults one outcome per filter
   */
  @Api(ApiKey.DELETE_ACLS)
  public record Response(int throttleTimeMs, List<FilterResult> filterResults) {

    /**
     * What a filter matched.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param matchingAcls the access rules that matched
     */
    public record FilterResult(
        short errorCode, @Nullable String errorMessage, List<MatchingAcl> matchingAcls) {}

    /**
     * An access rule that matched.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param resourceType the kind of resource, as a code
     * @param resourceName the name of the resource
     * @param patternType 3 for a literal name, 4 for a prefix
     * @param principal the principal, as type:name
     * @param host the host that the rule applies to, or *
     * @param operation the operation, as a code
     * @param permissionType allow or deny, as a code
     */
    public record MatchingAcl(
        short errorCode,
        @Nullable String errorMessage,
        byte resourceType,
        String resourceName,
        @Since(1) @Default("3") byte patternType,
        String principal,
        String host,
        byte operation,
        byte permissionType) {}
  }
}
