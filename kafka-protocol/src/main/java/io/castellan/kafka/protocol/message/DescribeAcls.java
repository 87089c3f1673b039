package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeAcls, key 29, versions 0 to 3. */
public final class DescribeAcls {
  private DescribeAcls() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_ACLS)
  public record Request(
      byte resourceTypeFilter,
      @Nullable String resourceNameFilter,
      @Since(1) @Default("3") byte patternTypeFilter,
      @Nullable String principalFilter,
      @Nullable String hostFilter,
      byte operation,
      byte permissionType) {}

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_ACLS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Nullable String errorMessage,
      List<Resource> resources) {

    /** One resource of the response. */
    public record Resource(
        byte resourceType,
        String resourceName,
        @Since(1) @Default("3") byte patternType,
        List<AclDescription> acls) {}

    /** One acl description of the response. */
    public record AclDescription(
        String principal, String host, byte operation, byte permissionType) {}
  }
}
