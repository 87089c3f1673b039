package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;

/** PushTelemetry, key 72, versions 0 to 0. */
public final class PushTelemetry {
  private PushTelemetry() {}

  /** What is asked. */
  @Api(ApiKey.PUSH_TELEMETRY)
  public record Request(
      Uuid clientInstanceId,
      int subscriptionId,
      boolean terminating,
      byte compressionType,
      Bytes metrics) {}

  /** What is answered. */
  @Api(ApiKey.PUSH_TELEMETRY)
  public record Response(int throttleTimeMs, short errorCode) {}
}
