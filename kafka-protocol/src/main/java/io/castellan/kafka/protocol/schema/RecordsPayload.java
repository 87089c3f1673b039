package io.castellan.kafka.protocol.schema;

import io.netty.buffer.ByteBuf;

/**
 * Record batches on their way through a message, without a copy: a slice of a buffer, or a region
 * of a file, or a stream of what is made only while it is sent.
 *
 * <p>Owner of the bytes: whoever holds the message. A payload that was read is a view of the frame
 * and needs no release; keep it longer by retaining its buffer. A payload that is handed to a
 * {@link WireWriter} still belongs to the caller until the frame is finished; then it belongs to
 * the {@link OutboundFrame}, which sends or releases it exactly once.
 */
public interface RecordsPayload {

  /** The number of bytes that {@link #transfer} will put on the wire; it never changes. */
  int sizeInBytes();

  /**
   * Hands the bytes over to a channel, once.
   *
   * @return a {@code ByteBuf} or a Netty {@code FileRegion}, of exactly {@link #sizeInBytes} bytes,
   *     which the receiver releases; or a {@link RecordsStream} of that many
   */
  Object transfer();

  /** Gives the bytes up unsent, instead of {@link #transfer}. */
  void release();

  /** A payload over the readable bytes of a buffer; the buffer is released with it. */
  static BufferedRecords of(ByteBuf buffer) {
    return new BufferedRecords(buffer);
  }
}
