package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;

/**
 * Client telemetry: push (OTLP).
 *
 * <p>Key 72, version 0, flexible since 0. Sent by clients.
 */
public final class PushTelemetry {

  private PushTelemetry() {}

  /**
   * What is asked.
   *
   * @param clientInstanceId the id of one running client for telemetry; zero before it has one
   * @param subscriptionId which version of the telemetry subscription the client has
   * @param terminating whether this is the client's last push
   * @param compressionType how the metrics are compressed, as a code
   * @param metrics the metrics in OTLP
   */
  @Api(ApiKey.PUSH_TELEMETRY)
  public record Request(
      Uuid clientInstanceId,
      int subscriptionId,
      boolean terminating,
      byte compressionType,
      Bytes metrics) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   */
  @Api(ApiKey.PUSH_TELEMETRY)
  public record Response(int throttleTimeMs, short errorCode) {}
}
