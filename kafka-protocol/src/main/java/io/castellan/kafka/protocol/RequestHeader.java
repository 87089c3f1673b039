package io.castellan.kafka.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What stands before every request.
 *
 * @param apiKey the kind of request
 * @param apiVersion the version of its body; possibly one that is not served, see {@link
 *     ApiKey#serves}
 * @param correlationId echoed in the response
 * @param clientId the name that the client gives itself for logs and quotas; null when it gave none
 */
public record RequestHeader(
    ApiKey apiKey, short apiVersion, int correlationId, @Nullable String clientId) {

  /**
   * Reads a header and leaves the buffer at the body.
   *
   * <p>A version that is not served is no error here, since ApiVersions must answer one (KIP-511):
   * check {@link ApiKey#serves} before the body is read.
   *
   * @throws DecodeException when the key is unknown or the bytes end too early
   */
  public static RequestHeader read(ByteBuf in) {
    try {
      need(in, 8);
      short id = in.readShort();
      ApiKey apiKey = ApiKey.forId(id);
      if (apiKey == null) {
        throw new DecodeException("apiKey: " + id + " (expected: a key that is served)");
      }
      short apiVersion = in.readShort();
      if (apiVersion < 0) {
        throw new DecodeException("apiVersion: " + apiVersion + " (expected: >= 0)");
      }
      int correlationId = in.readInt();
      short headerVersion = apiKey.requestHeaderVersion(apiVersion);
      String clientId = headerVersion >= 1 ? readClientId(in) : null;
      if (headerVersion >= 2) {
        TaggedSection.skip(in);
      }
      return new RequestHeader(apiKey, apiVersion, correlationId, clientId);
    } catch (DecodeException e) {
      throw e.in("RequestHeader");
    }
  }

  /** Writes the header in the layout that its own key and version ask for. */
  public void write(ByteBuf out) {
    short headerVersion = apiKey.requestHeaderVersion(apiVersion);
    out.writeShort(apiKey.id()).writeShort(apiVersion).writeInt(correlationId);
    if (headerVersion >= 1) {
      writeClientId(out);
    }
    if (headerVersion >= 2) {
      TaggedSection.writeEmpty(out);
    }
  }

  private static @Nullable String readClientId(ByteBuf in) {
    need(in, 2);
    short length = in.readShort();
    if (length < 0) {
      return null;
    }
    need(in, length);
    String clientId = in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    if (ByteBufUtil.utf8Bytes(clientId) > Short.MAX_VALUE) {
      // A byte that is no UTF-8 became U+FFFD, of three bytes: what was read could not be written.
      throw new DecodeException("clientId: " + length + " bytes (expected: UTF-8)");
    }
    return clientId;
  }

  private void writeClientId(ByteBuf out) {
    if (clientId == null) {
      out.writeShort(-1);
      return;
    }
    int length = ByteBufUtil.utf8Bytes(clientId);
    if (length > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "clientId: length: " + length + " (expected: <= " + Short.MAX_VALUE + ")");
    }
    out.writeShort(length);
    ByteBufUtil.reserveAndWriteUtf8(out, clientId, length);
  }

  private static void need(ByteBuf in, int bytes) {
    if (bytes > in.readableBytes()) {
      throw DecodeException.length(bytes, in.readableBytes());
    }
  }
}
