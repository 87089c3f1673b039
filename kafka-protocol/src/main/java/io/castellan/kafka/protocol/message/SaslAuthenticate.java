package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import org.jspecify.annotations.Nullable;

/** SaslAuthenticate, key 36, versions 0 to 2. */
public final class SaslAuthenticate {
  private SaslAuthenticate() {}

  /** What is asked. */
  @Api(ApiKey.SASL_AUTHENTICATE)
  public record Request(Bytes authBytes) {}

  /** What is answered. */
  @Api(ApiKey.SASL_AUTHENTICATE)
  public record Response(
      short errorCode,
      @Nullable String errorMessage,
      Bytes authBytes,
      @Since(1) @Ignorable long sessionLifetimeMs) {}
}
