package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import org.jspecify.annotations.Nullable;

/**
 * SASL tokens inside Kafka frames; session lifetime v1+.
 *
 * <p>Key 36, versions 0 to 2, flexible since 2. Sent by clients.
 */
public final class SaslAuthenticate {

  private SaslAuthenticate() {}

  /**
   * What is asked.
   *
   * @param authBytes the bytes of the SASL mechanism
   */
  @Api(ApiKey.SASL_AUTHENTICATE)
  public record Request(Bytes authBytes) {}

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param authBytes the bytes of the SASL mechanism
   * @param sessionLifetimeMs how long the authentication holds, in milliseconds; 0 for ever
   */
  @Api(ApiKey.SASL_AUTHENTICATE)
  public record Response(
      short errorCode,
      @Nullable String errorMessage,
      Bytes authBytes,
      @Since(1) @Ignorable long sessionLifetimeMs) {}
}
