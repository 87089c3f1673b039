package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeGroups, key 15, versions 0 to 6. */
public final class DescribeGroups {
  private DescribeGroups() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_GROUPS)
  public record Request(List<String> groups, @Since(3) boolean includeAuthorizedOperations) {}

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_GROUPS)
  public record Response(@Since(1) @Ignorable int throttleTimeMs, List<DescribedGroup> groups) {

    /** One described group of the response. */
    public record DescribedGroup(
        short errorCode,
        @Since(6) @Default("null") @Nullable String errorMessage,
        String groupId,
        String groupState,
        String protocolType,
        String protocolData,
        List<DescribedGroupMember> members,
        @Since(3) @Default("-2147483648") int authorizedOperations) {}

    /** One described group member of the response. */
    public record DescribedGroupMember(
        String memberId,
        @Since(4) @Ignorable @Default("null") @Nullable String groupInstanceId,
        String clientId,
        String clientHost,
        Bytes memberMetadata,
        Bytes memberAssignment) {}
  }
}
