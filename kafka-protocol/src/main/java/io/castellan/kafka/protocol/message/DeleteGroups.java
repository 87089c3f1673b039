package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DeleteGroups, key 42, versions 0 to 3. */
public final class DeleteGroups {
  private DeleteGroups() {}

  /** What is asked. */
  @Api(ApiKey.DELETE_GROUPS)
  public record Request(List<String> groupsNames) {}

  /** What is answered. */
  @Api(ApiKey.DELETE_GROUPS)
  public record Response(int throttleTimeMs, List<DeletableGroupResult> results) {

    /** One deletable group result of the response. */
    public record DeletableGroupResult(
        String groupId,
        short errorCode,
        @Since(3) @Ignorable @Default("null") @Nullable String errorMessage) {}
  }
}
