package io.castellan.kafka.protocol;

import io.netty.buffer.ByteBuf;

/**
 * What stands before every response.
 *
 * @param correlationId the number that the request carried
 */
public record ResponseHeader(int correlationId) {

  /**
   * Reads a header and leaves the buffer at the body.
   *
   * @param headerVersion what {@link ApiKey#responseHeaderVersion} says for the request that was
   *     sent
   * @throws DecodeException when the bytes end too early
   */
  public static ResponseHeader read(ByteBuf in, short headerVersion) {
    try {
      if (in.readableBytes() < 4) {
        throw DecodeException.length(4, in.readableBytes());
      }
      ResponseHeader header = new ResponseHeader(in.readInt());
      if (headerVersion >= 1) {
        TaggedSection.skip(in);
      }
      return header;
    } catch (DecodeException e) {
      throw e.in("ResponseHeader");
    }
  }

  /**
   * Writes the header.
   *
   * @param headerVersion what {@link ApiKey#responseHeaderVersion} says for the request that is
   *     answered
   */
  public void write(ByteBuf out, short headerVersion) {
    out.writeInt(correlationId);
    if (headerVersion >= 1) {
      TaggedSection.writeEmpty(out);
    }
  }
}
