package io.castellan.kafka.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * A small immutable run of bytes that a message carries and somebody keeps: a member's
 * subscription, a SASL token.
 *
 * <p>Reading one copies it out of the frame, so that it stays valid when the frame is gone. Record
 * batches, where a copy would cost, are {@code RecordsPayload}s instead. Why not {@code byte[]}: a
 * record of arrays compares by identity and can be changed under its owner.
 */
public final class Bytes {

  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the array over without a copy: the caller must not touch it any more. */
  public static Bytes wrap(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes);
  }

  /** Copies the readable bytes; the buffer's indices stay. */
  public static Bytes copyOf(ByteBuf buffer) {
    return wrap(ByteBufUtil.getBytes(buffer));
  }

  /** The number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** A copy that the caller owns. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** A read-only view for decoding, without a copy; it needs no release. */
  public ByteBuf asByteBuf() {
    return Unpooled.wrappedBuffer(bytes).asReadOnly();
  }

  /** Appends all bytes to a buffer. */
  public void writeTo(ByteBuf target) {
    target.writeBytes(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The size only: tokens and assignments do not belong in a log. */
  @Override
  public String toString() {
    return "Bytes[" + bytes.length + "]";
  }
}
