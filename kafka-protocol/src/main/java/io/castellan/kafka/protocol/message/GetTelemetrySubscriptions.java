package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;

/**
 * Client telemetry: subscription.
 *
 * <p>Key 71, version 0, flexible since 0. Sent by clients.
 */
public final class GetTelemetrySubscriptions {

  private GetTelemetrySubscriptions() {}

  /**
   * What is asked.
   *
   * @param clientInstanceId the id of one running client for telemetry; zero before it has one
   */
  @Api(ApiKey.GET_TELEMETRY_SUBSCRIPTIONS)
  public record Request(Uuid clientInstanceId) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param clientInstanceId the id of one running client for telemetry; zero before it has one
   * @param subscriptionId the version of the subscription
   * @param acceptedCompressionTypes the codecs that may be used, the best first
   * @param pushIntervalMs how often to push, in milliseconds
   * @param telemetryMaxBytes how large a push may be, in bytes
   * @param deltaTemporality whether counters are sent as differences
   * @param requestedMetrics prefixes of the metrics to push; empty for none, one empty string for
   *     all
   */
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
