package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FindCoordinator, key 10, versions 0 to 6. */
public final class FindCoordinator {
  private FindCoordinator() {}

  /** What is asked. */
  @Api(ApiKey.FIND_COORDINATOR)
  public record Request(
      @Until(4) String key, @Since(1) byte keyType, @Since(4) List<String> coordinatorKeys) {}

  /** What is answered. */
  @Api(ApiKey.FIND_COORDINATOR)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs,
      @Until(4) short errorCode,
      @Since(1) @Until(4) @Ignorable @Nullable String errorMessage,
      @Until(4) int nodeId,
      @Until(4) String host,
      @Until(4) int port,
      @Since(4) List<Coordinator> coordinators) {

    /** One coordinator of the response. */
    public record Coordinator(
        String key,
        int nodeId,
        String host,
        int port,
        short errorCode,
        @Ignorable @Nullable String errorMessage) {}
  }
}
