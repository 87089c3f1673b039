package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import org.jspecify.annotations.Nullable;

/**
 * Forwarded client request with principal.
 *
 * <p>Key 58, version 0, flexible since 0. Sent by brokers, to the controller.
 */
public final class Envelope {

  private Envelope() {}

  /**
   * What is asked.
   *
   * @param requestData the client's request, header included
   * @param requestPrincipal who the client is, serialized; null when unknown
   * @param clientHostAddress the client's address: 4 or 16 bytes
   */
  @Api(ApiKey.ENVELOPE)
  public record Request(
      Bytes requestData, @Nullable Bytes requestPrincipal, Bytes clientHostAddress) {}

  /**
   * What is answered.
   *
   * @param responseData the response to the client, header included, or null
   * @param errorCode what went wrong, or 0; see ErrorCode
   */
  @Api(ApiKey.ENVELOPE)
  public record Response(@Default("null") @Nullable Bytes responseData, short errorCode) {}
}
