package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Delete empty groups.
 *
 * <p>Key 42, versions 0 to 3, flexible since 2. Sent by administrative clients.
 */
public final class DeleteGroups {

  private DeleteGroups() {}

  /**
   * What is asked.
   *
   * @param groupsNames the ids of the groups
   */
  @Api(ApiKey.DELETE_GROUPS)
  public record Request(List<String> groupsNames) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.DELETE_GROUPS)
  public record Response(int throttleTimeMs, List<DeletableGroupResult> results) {

    /**
     * An outcome.
     *
     * @param groupId the group's id
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record DeletableGroupResult(
        String groupId,
        short errorCode,
        @Since(3) @Ignorable @Default("null") @Nullable String errorMessage) {}
  }
}
