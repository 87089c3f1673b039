package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import org.jspecify.annotations.Nullable;

/** Heartbeat, key 12, versions 0 to 4. */
public final class Heartbeat {
  private Heartbeat() {}

  /** What is asked. */
  @Api(ApiKey.HEARTBEAT)
  public record Request(
      String groupId,
      int generationId,
      String memberId,
      @Since(3) @Default("null") @Nullable String groupInstanceId) {}

  /** What is answered. */
  @Api(ApiKey.HEARTBEAT)
  public record Response(@Since(1) @Ignorable int throttleTimeMs, short errorCode) {}
}
