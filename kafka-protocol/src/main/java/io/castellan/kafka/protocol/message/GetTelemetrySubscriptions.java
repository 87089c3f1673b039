package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;

/** GetTelemetrySubscriptions, key 71, versions 0 to 0. */
public final class GetTelemetrySubscriptions {
  private GetTelemetrySubscriptions() {}

  /** What is asked. */
  @Api(ApiKey.GET_TELEMETRY_SUBSCRIPTIONS)
  public record Request(Uuid clientInstanceId) {}

  /** What is answered. */
  @Api(ApiKey.GET_TELEMETRY_SUBSCRIPTIONS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      Uuid clientInstanceId,
      int subscriptionId,
      List<Byte> acceptedCompressionTypes,
      int pushIntervalMs,
      int telemetryMaxBytes,
      boolean deltaTemporality,
      List<String> requestedMetrics) {}
}
