package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SyncGroup, key 14, versions 0 to 5. */
public final class SyncGroup {
  private SyncGroup() {}

  /** What is asked. */
  @Api(ApiKey.SYNC_GROUP)
  public record Request(
      String groupId,
      int generationId,
      String memberId,
      @Since(3) @Default("null") @Nullable String groupInstanceId,
      @Since(5) @Ignorable @Default("null") @Nullable String protocolType,
      @Since(5) @Ignorable @Default("null") @Nullable String protocolName,
      List<Assignment> assignments) {

    /** One assignment of the request. */
    public record Assignment(String memberId, Bytes assignment) {}
  }

  /** What is answered. */
  @Api(ApiKey.SYNC_GROUP)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs,
      short errorCode,
      @Since(5) @Ignorable @Default("null") @Nullable String protocolType,
      @Since(5) @Ignorable @Default("null") @Nullable String protocolName,
      Bytes assignment) {}
}
