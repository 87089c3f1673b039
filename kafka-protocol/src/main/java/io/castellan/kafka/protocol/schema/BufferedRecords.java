package io.castellan.kafka.protocol.schema;

import io.netty.buffer.ByteBuf;

/**
 * Record batches in memory. Every payload that was read from the wire is one.
 *
 * @param buffer the readable bytes are the records. After reading: a slice of the frame without a
 *     reference of its own, valid for as long as the frame is; {@code buffer().retain()} keeps the
 *     frame's memory alive, {@code release()} gives it back
 */
public record BufferedRecords(ByteBuf buffer) implements RecordsPayload {

  @Override
  public int sizeInBytes() {
    return buffer.readableBytes();
  }

  @Override
  public Object transfer() {
    return buffer;
  }

  @Override
  public void release() {
    buffer.release();
  }
}
