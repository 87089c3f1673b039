package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import org.jspecify.annotations.Nullable;

/** Envelope, key 58, versions 0 to 0. */
public final class Envelope {
  private Envelope() {}

  /** What is asked. */
  @Api(ApiKey.ENVELOPE)
  public record Request(
      Bytes requestData, @Nullable Bytes requestPrincipal, Bytes clientHostAddress) {}

  /** What is answered. */
  @Api(ApiKey.ENVELOPE)
  public record Response(@Default("null") @Nullable Bytes responseData, short errorCode) {}
}
