package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;

/**
 * The variable-length integers of a record: base 128, least significant group first, after zig-zag
 * folding of the sign, so that small numbers of either sign are short. The same encoding as
 * protobuf's {@code sint32} and {@code sint64}.
 */
public final class Varint {
  /** The longest 32-bit varint, in bytes. */
  public static final int MAX_INT_BYTES = 5;

  /** The longest 64-bit varint, in bytes. */
  public static final int MAX_LONG_BYTES = 10;

  private Varint() {}

  /**
   * Reads a 32-bit varint at the reader index.
   *
   * @throws InvalidRecordException if the buffer ends inside it or it has more than five bytes
   */
  public static int readInt(ByteBuf in) throws InvalidRecordException {
    int start = in.readerIndex();
    int value = 0;
    for (int shift = 0; shift < 7 * MAX_INT_BYTES; shift += 7) {
      if (!in.isReadable()) {
        throw InvalidRecordException.invalid(start, "varint cut short");
      }
      byte b = in.readByte();
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return unfold(value);
      }
    }
    throw InvalidRecordException.invalid(start, "varint too long (expected: <= 5 bytes)");
  }

  /**
   * Reads a 64-bit varint at the reader index.
   *
   * @throws InvalidRecordException if the buffer ends inside it or it has more than ten bytes
   */
  public static long readLong(ByteBuf in) throws InvalidRecordException {
    int start = in.readerIndex();
    long value = 0;
    for (int shift = 0; shift < 7 * MAX_LONG_BYTES; shift += 7) {
      if (!in.isReadable()) {
        throw InvalidRecordException.invalid(start, "varlong cut short");
      }
      byte b = in.readByte();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return unfold(value);
      }
    }
    throw InvalidRecordException.invalid(start, "varlong too long (expected: <= 10 bytes)");
  }

  /** Appends a 32-bit varint. */
  public static void writeInt(ByteBuf out, int value) {
    int rest = (value << 1) ^ (value >> 31);
    while ((rest & ~0x7f) != 0) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  /** Appends a 64-bit varint. */
  public static void writeLong(ByteBuf out, long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  /** How many bytes {@link #writeInt} takes: 1 to 5. */
  public static int sizeOf(int value) {
    int folded = (value << 1) ^ (value >> 31);
    return (38 - Integer.numberOfLeadingZeros(folded | 1)) / 7;
  }

  /** How many bytes {@link #writeLong} takes: 1 to 10. */
  public static int sizeOf(long value) {
    long folded = (value << 1) ^ (value >> 63);
    return (70 - Long.numberOfLeadingZeros(folded | 1)) / 7;
  }

  static int unfold(int value) {
    return (value >>> 1) ^ -(value & 1);
  }

  static long unfold(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
