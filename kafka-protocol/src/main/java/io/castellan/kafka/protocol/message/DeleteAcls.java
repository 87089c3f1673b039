package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DeleteAcls, key 31, versions 0 to 3. */
public final class DeleteAcls {
  private DeleteAcls() {}

  /** What is asked. */
  @Api(ApiKey.DELETE_ACLS)
  public record Request(List<Filter> filters) {

    /** One filter of the request. */
    public record Filter(
        byte resourceTypeFilter,
        @Nullable String resourceNameFilter,
        @Since(1) @Default("3") byte patternTypeFilter,
        @Nullable String principalFilter,
        @Nullable String hostFilter,
        byte operation,
        byte permissionType) {}
  }

  /** What is answered. */
  @Api(ApiKey.DELETE_ACLS)
  public record Response(int throttleTimeMs, List<FilterResult> filterResults) {

    /** One filter result of the response. */
    public record FilterResult(
        short errorCode, @Nullable String errorMessage, List<MatchingAcl> matchingAcls) {}

    /** One matching acl of the response. */
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
