package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;

/**
 * List groups of this broker, filters by state (v4+) and type (v5+).
 *
 * <p>Key 16, versions 0 to 5, flexible since 3. Sent by administrative clients.
 */
public final class ListGroups {

  private ListGroups() {}

  /**
   * What is asked.
   *
   * @param statesFilter the states to list; empty for all
   * @param typesFilter the types to list; empty for all
   */
  @Api(ApiKey.LIST_GROUPS)
  public record Request(@Since(4) List<String> statesFilter, @Since(5) List<String> typesFilter) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param groups one entry per group
   */
  @Api(ApiKey.LIST_GROUPS)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs, short errorCode, List<ListedGroup> groups) {

    /**
     * A group.
     *
     * @param groupId the group's id
     * @param protocolType what kind of group it is, such as consumer
     * @param groupState the state of the group, by name
     * @param groupType classic, consumer, share or streams
     */
    public record ListedGroup(
        String groupId,
        String protocolType,
        @Since(4) @Ignorable String groupState,
        @Since(5) @Ignorable String groupType) {}
  }
}
