package io.castellan.kafka.protocol.schema;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.RequestHeader;
import io.castellan.kafka.protocol.ResponseHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/**
 * A whole frame to be sent, length included: one buffer, and the records that go between its bytes.
 * Owned by one holder at a time, who calls {@link #transferTo} or {@link #release}, once.
 */
public final class OutboundFrame {

  /**
   * Records and their place.
   *
   * @param position the buffer's index that they come before
   * @param records what is sent there
   */
  record Inset(int position, RecordsPayload records) {}

  private final ByteBuf buffer;
  private final List<Inset> insets;
  private final int sizeInBytes;

  private OutboundFrame(ByteBuf buffer, List<Inset> insets, int sizeInBytes) {
    this.buffer = buffer;
    this.insets = insets;
    this.sizeInBytes = sizeInBytes;
  }

  /**
   * Writes the answer to a request.
   *
   * @param version the version of the request that is answered
   * @param codec of the response at that version
   * @throws RuntimeException when the message cannot be written; then its records still belong to
   *     the caller
   */
  public static <T extends Record> OutboundFrame response(
      ByteBufAllocator allocator,
      ApiKey apiKey,
      short version,
      int correlationId,
      Codec<T> codec,
      T body) {
    ByteBuf buffer = allocator.buffer(codec.expectedBytes()).writeInt(0);
    try {
      new ResponseHeader(correlationId).write(buffer, apiKey.responseHeaderVersion(version));
      return finish(buffer, codec, body);
    } catch (RuntimeException | Error e) {
      buffer.release();
      throw e;
    }
  }

  /**
   * Writes a request.
   *
   * @param codec of the request at the header's version
   * @throws RuntimeException when the message cannot be written; then its records still belong to
   *     the caller
   */
  public static <T extends Record> OutboundFrame request(
      ByteBufAllocator allocator, RequestHeader header, Codec<T> codec, T body) {
    ByteBuf buffer = allocator.buffer(codec.expectedBytes()).writeInt(0);
    try {
      header.write(buffer);
      return finish(buffer, codec, body);
    } catch (RuntimeException | Error e) {
      buffer.release();
      throw e;
    }
  }

  private static <T extends Record> OutboundFrame finish(ByteBuf buffer, Codec<T> codec, T body) {
    WireWriter writer = new WireWriter(buffer);
    codec.write(body, writer);
    long size = buffer.readableBytes();
    for (Inset inset : writer.insets()) {
      size += inset.records().sizeInBytes();
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          codec.schema()
              + ": frame of "
              + size
              + " bytes (expected: <= "
              + Integer.MAX_VALUE
              + ")");
    }
    buffer.setInt(0, (int) size - 4);
    return new OutboundFrame(buffer, writer.insets(), (int) size);
  }

  /** The bytes on the wire, with the four of the length. */
  public int sizeInBytes() {
    return sizeInBytes;
  }

  /**
   * Hands everything over, in wire order.
   *
   * @param parts receives {@code ByteBuf}s and what the records become, see {@link
   *     RecordsPayload#transfer}; each is then the receiver's to release
   */
  public void transferTo(List<Object> parts) {
    for (Inset inset : insets) {
      int bytes = inset.position() - buffer.readerIndex();
      if (bytes > 0) {
        parts.add(buffer.readRetainedSlice(bytes));
      }
      if (inset.records().sizeInBytes() > 0) {
        parts.add(inset.records().transfer());
      } else {
        inset.records().release();
      }
    }
    if (buffer.isReadable()) {
      parts.add(buffer);
    } else {
      buffer.release();
    }
  }

  /** Gives everything up, unsent. */
  public void release() {
    buffer.release();
    for (Inset inset : insets) {
      inset.records().release();
    }
  }
}
