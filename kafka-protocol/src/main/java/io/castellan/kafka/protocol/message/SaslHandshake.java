package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;

/** SaslHandshake, key 17, versions 0 to 1. */
public final class SaslHandshake {
  private SaslHandshake() {}

  /** What is asked. */
  @Api(ApiKey.SASL_HANDSHAKE)
  public record Request(String mechanism) {}

  /** What is answered. */
  @Api(ApiKey.SASL_HANDSHAKE)
  public record Response(short errorCode, List<String> mechanisms) {}
}
