package io.castellan.kafka.protocol.schema;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's primitives, written to a buffer. One per message; of the thread that writes it.
 *
 * <p>Records are not copied into the buffer: only their length is, and their place is remembered,
 * so that {@link OutboundFrame} can send them between two slices of it. Until then they stay the
 * caller's, also when writing fails half-way.
 */
public final class WireWriter {

  private final ByteBuf out;
  private final List<OutboundFrame.Inset> insets = new ArrayList<>(0);
  private int openTags;

  /** Appends to a buffer, which stays the caller's. */
  public WireWriter(ByteBuf out) {
    this.out = out;
  }

  /** The buffer behind it, without the records. */
  public ByteBuf buffer() {
    return out;
  }

  /** Where records go between the bytes of the buffer, in that order. */
  List<OutboundFrame.Inset> insets() {
    return insets;
  }

  public void writeBoolean(boolean value) {
    out.writeByte(value ? 1 : 0);
  }

  public void writeByte(byte value) {
    out.writeByte(value);
  }

  public void writeShort(short value) {
    out.writeShort(value);
  }

  /**
   * Writes two unsigned bytes.
   *
   * @throws IllegalArgumentException when the value does not fit
   */
  public void writeUnsignedShort(int value) {
    if ((value & 0xffff) != value) {
      throw new IllegalArgumentException("uint16: " + value + " (expected: 0 to 65535)");
    }
    out.writeShort(value);
  }

  public void writeInt(int value) {
    out.writeInt(value);
  }

  public void writeLong(long value) {
    out.writeLong(value);
  }

  public void writeDouble(double value) {
    out.writeDouble(value);
  }

  public void writeUuid(Uuid value) {
    out.writeLong(value.mostSignificantBits());
    out.writeLong(value.leastSignificantBits());
  }

  /** Writes seven bits per byte, the lowest first; the value counts as unsigned. */
  public void writeUnsignedVarint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  /** Writes text behind an int16 length, where -1 is null. */
  public void writeString(@Nullable String value) {
    if (value == null) {
      out.writeShort(-1);
      return;
    }
    int length = textLength(value);
    out.writeShort(length);
    ByteBufUtil.reserveAndWriteUtf8(out, value, length);
  }

  /** Writes text behind a varint of its length plus one, where 0 is null. */
  public void writeCompactString(@Nullable String value) {
    if (value == null) {
      out.writeByte(0);
      return;
    }
    int length = textLength(value);
    writeUnsignedVarint(length + 1);
    ByteBufUtil.reserveAndWriteUtf8(out, value, length);
  }

  /** Writes bytes behind an int32 length, where -1 is null. */
  public void writeBytes(@Nullable Bytes value) {
    out.writeInt(value == null ? -1 : value.size());
    if (value != null) {
      value.writeTo(out);
    }
  }

  /** Writes bytes behind a varint of their length plus one, where 0 is null. */
  public void writeCompactBytes(@Nullable Bytes value) {
    writeUnsignedVarint(value == null ? 0 : value.size() + 1);
    if (value != null) {
      value.writeTo(out);
    }
  }

  /** Writes the int32 length of records, where -1 is null, and leaves room for them. */
  public void writeRecords(@Nullable RecordsPayload value) {
    out.writeInt(value == null ? -1 : value.sizeInBytes());
    inset(value);
  }

  /** Writes the compact length of records, where 0 is null, and leaves room for them. */
  public void writeCompactRecords(@Nullable RecordsPayload value) {
    writeUnsignedVarint(value == null ? 0 : value.sizeInBytes() + 1);
    inset(value);
  }

  /** Writes the int32 count of an array; -1 is null. */
  public void writeArrayLength(int count) {
    out.writeInt(count);
  }

  /** Writes the compact count of an array; -1 is null. */
  public void writeCompactArrayLength(int count) {
    writeUnsignedVarint(count + 1);
  }

  /**
   * Starts a tagged field: its value follows, then {@link #endTag}.
   *
   * @return what {@code endTag} needs
   */
  public int beginTag(int tag) {
    writeUnsignedVarint(tag);
    openTags++;
    int start = out.writerIndex();
    out.writeByte(0);
    return start;
  }

  /**
   * Puts the size before the value of a tagged field. Most are shorter than 128 bytes, so that the
   * one byte kept free is enough.
   */
  public void endTag(int start) {
    openTags--;
    int size = out.writerIndex() - start - 1;
    if (size < 0x80) {
      out.setByte(start, size);
      return;
    }
    ByteBuf value = out.copy(start + 1, size);
    try {
      out.writerIndex(start);
      writeUnsignedVarint(size);
      out.writeBytes(value);
    } finally {
      value.release();
    }
  }

  private void inset(@Nullable RecordsPayload value) {
    if (value == null) {
      return;
    }
    if (openTags > 0) {
      throw new IllegalStateException("records: inside a tagged field (expected: outside)");
    }
    insets.add(new OutboundFrame.Inset(out.writerIndex(), value));
  }

  private static int textLength(String value) {
    int length = ByteBufUtil.utf8Bytes(value);
    if (length > Short.MAX_VALUE) {
      throw new IllegalArgumentException("text: " + length + " bytes (expected: <= 32767)");
    }
    return length;
  }
}
