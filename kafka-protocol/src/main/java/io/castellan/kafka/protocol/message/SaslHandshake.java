package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;

/**
 * Choose the SASL mechanism; v0: raw tokens follow, v1: SaslAuthenticate follows.
 *
 * <p>Key 17, versions 0 to 1, never flexible. Sent by clients.
 */
public final class SaslHandshake {

  private SaslHandshake() {}

  /**
   * What is asked.
   *
   * @param mechanism the SASL mechanism that the client would use
   */
  @Api(ApiKey.SASL_HANDSHAKE)
  public record Request(String mechanism) {}

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param mechanisms the SASL mechanisms of the listener
   */
  @Api(ApiKey.SASL_HANDSHAKE)
  public record Response(short errorCode, List<String> mechanisms) {}
}
