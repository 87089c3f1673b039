package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Coordinator of key: type 0 group, 1 transaction, 2 share (v6+, broker internal).
 *
 * <p>Key 10, versions 0 to 6, flexible since 3. Sent by clients.
 */
public final class FindCoordinator {

  private FindCoordinator() {}

  /**
   * What is asked.
   *
   * @param key the group's or the transactional id
   * @param keyType 0 group, 1 transaction, 2 share
   * @param coordinatorKeys the keys to look up
   */
  @Api(ApiKey.FIND_COORDINATOR)
  public record Request(
      @Until(4) String key, @Since(1) byte keyType, @Since(4) List<String> coordinatorKeys) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param nodeId the coordinator's broker id
   * @param host the coordinator's host
   * @param port the coordinator's port
   * @param coordinators one per key
   */
  @Api(ApiKey.FIND_COORDINATOR)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs,
      @Until(4) short errorCode,
      @Since(1) @Until(4) @Ignorable @Nullable String errorMessage,
      @Until(4) int nodeId,
      @Until(4) String host,
      @Until(4) int port,
      @Since(4) List<Coordinator> coordinators) {

    /**
     * A coordinator.
     *
     * @param key the key that was looked up
     * @param nodeId the coordinator's broker id
     * @param host the coordinator's host
     * @param port the coordinator's port
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record Coordinator(
        String key,
        int nodeId,
        String host,
        int port,
        short errorCode,
        @Ignorable @Nullable String errorMessage) {}
  }
}
