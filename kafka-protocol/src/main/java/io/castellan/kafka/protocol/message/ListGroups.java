package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;

/** ListGroups, key 16, versions 0 to 5. */
public final class ListGroups {
  private ListGroups() {}

  /** What is asked. */
  @Api(ApiKey.LIST_GROUPS)
  public record Request(@Since(4) List<String> statesFilter, @Since(5) List<String> typesFilter) {}

  /** What is answered. */
  @Api(ApiKey.LIST_GROUPS)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs, short errorCode, List<ListedGroup> groups) {

    /** One listed group of the response. */
    public record ListedGroup(
        String groupId,
        String protocolType,
        @Since(4) @Ignorable String groupState,
        @Since(5) @Ignorable String groupType) {}
  }
}
