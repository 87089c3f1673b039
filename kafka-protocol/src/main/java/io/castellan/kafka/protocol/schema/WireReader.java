package io.castellan.kafka.protocol.schema;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.DecodeException;
import io.castellan.kafka.protocol.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's primitives, read from a buffer. One per message; of the thread that reads it.
 *
 * <p>Nothing is allocated on the word of the sender: a length is first compared with the bytes that
 * remain, a count also with {@link #MAX_ELEMENTS} over all arrays of the message. So what a frame
 * of n bytes makes us allocate is at most a small multiple of n.
 */
public final class WireReader {

  /**
   * How many elements all arrays of one message may have together. The largest real one is the
   * controller's UpdateMetadata for a full cluster: 200,000 partitions with some eight list
   * elements each.
   */
  public static final int MAX_ELEMENTS = 1 << 22;

  /** So many bytes are at most 32767 again when they are written, even if none of them is UTF-8. */
  private static final int LONGEST_SAFE_TEXT = Short.MAX_VALUE / 3;

  private final ByteBuf in;
  private int elementsLeft = MAX_ELEMENTS;

  /** Reads from the buffer's reader index on; the buffer stays the caller's. */
  public WireReader(ByteBuf in) {
    this.in = in;
  }

  /** The number of bytes that have not been read. */
  public int remaining() {
    return in.readableBytes();
  }

  int position() {
    return in.readerIndex();
  }

  /** Starts again at a position where it has been. */
  void rewind(int position) {
    in.readerIndex(position);
    elementsLeft = MAX_ELEMENTS;
  }

  public boolean readBoolean() {
    return readByte() != 0;
  }

  public byte readByte() {
    need(1);
    return in.readByte();
  }

  public short readShort() {
    need(2);
    return in.readShort();
  }

  public int readUnsignedShort() {
    need(2);
    return in.readUnsignedShort();
  }

  public int readInt() {
    need(4);
    return in.readInt();
  }

  public long readLong() {
    need(8);
    return in.readLong();
  }

  public double readDouble() {
    need(8);
    return in.readDouble();
  }

  public Uuid readUuid() {
    need(16);
    long mostSignificantBits = in.readLong();
    long leastSignificantBits = in.readLong();
    return mostSignificantBits == 0 && leastSignificantBits == 0
        ? Uuid.ZERO
        : new Uuid(mostSignificantBits, leastSignificantBits);
  }

  /**
   * Reads seven bits per byte, the lowest first.
   *
   * @return the value as unsigned: negative for one of 2^31 or more
   */
  public int readUnsignedVarint() {
    byte first = readByte();
    if (first >= 0) {
      return first;
    }
    int value = first & 0x7f;
    for (int shift = 7; shift <= 28; shift += 7) {
      byte b = readByte();
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new DecodeException("varint: more than 5 bytes (expected: <= 5)");
  }

  /** Reads text behind an int16 length, where -1 is null. */
  public @Nullable String readString() {
    return text(readShort());
  }

  /** Reads text behind a varint of its length plus one, where 0 is null. */
  public @Nullable String readCompactString() {
    return text(compactLength());
  }

  /** Reads bytes behind an int32 length, where -1 is null. */
  public @Nullable Bytes readBytes() {
    return bytes(readInt());
  }

  /** Reads bytes behind a varint of their length plus one, where 0 is null. */
  public @Nullable Bytes readCompactBytes() {
    return bytes(compactLength());
  }

  /** Reads records behind an int32 length, where -1 is null, as a view of the buffer. */
  public @Nullable RecordsPayload readRecords() {
    return records(readInt());
  }

  /**
   * Reads records behind a varint of their length plus one, where 0 is null, as a view of the
   * buffer.
   */
  public @Nullable RecordsPayload readCompactRecords() {
    return records(compactLength());
  }

  /**
   * Reads the int32 count of an array.
   *
   * @param leastElementBytes the fewest bytes that an element takes
   * @return the count, or -1 for null
   */
  public int readArrayLength(int leastElementBytes) {
    return count(readInt(), leastElementBytes);
  }

  /**
   * Reads the compact count of an array.
   *
   * @param leastElementBytes the fewest bytes that an element takes
   * @return the count, or -1 for null
   */
  public int readCompactArrayLength(int leastElementBytes) {
    return count(compactLength(), leastElementBytes);
  }

  /** Reads the size of a tagged field, which must lie within what remains. */
  public int readTagSize() {
    return checked(readUnsignedVarint(), in.readableBytes());
  }

  /** Passes over bytes that nobody here understands. */
  public void skip(int bytes) {
    need(bytes);
    in.skipBytes(bytes);
  }

  private int compactLength() {
    int lengthPlusOne = readUnsignedVarint();
    if (lengthPlusOne < 0) {
      throw DecodeException.length(Integer.toUnsignedLong(lengthPlusOne) - 1, in.readableBytes());
    }
    return lengthPlusOne - 1;
  }

  private @Nullable String text(int length) {
    if (length <= 0) {
      return isAbsent(length) ? null : "";
    }
    checked(length, Math.min(in.readableBytes(), Short.MAX_VALUE));
    String text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
    if (length > LONGEST_SAFE_TEXT && ByteBufUtil.utf8Bytes(text) > Short.MAX_VALUE) {
      // A byte that is no UTF-8 became U+FFFD, of three bytes: what was read could not be written.
      throw new DecodeException("text: " + length + " bytes (expected: UTF-8)");
    }
    in.skipBytes(length);
    return text;
  }

  private @Nullable Bytes bytes(int length) {
    if (isAbsent(length)) {
      return null;
    }
    checked(length, in.readableBytes());
    byte[] bytes = ByteBufUtil.getBytes(in, in.readerIndex(), length);
    in.skipBytes(length);
    return Bytes.wrap(bytes);
  }

  private @Nullable RecordsPayload records(int length) {
    if (isAbsent(length)) {
      return null;
    }
    return new BufferedRecords(in.readSlice(checked(length, in.readableBytes())));
  }

  private int count(int length, int leastElementBytes) {
    if (isAbsent(length)) {
      return -1;
    }
    checked(length, Math.min(in.readableBytes() / leastElementBytes, elementsLeft));
    elementsLeft -= length;
    return length;
  }

  private static boolean isAbsent(int length) {
    if (length < -1) {
      throw new DecodeException("length: " + length + " (expected: >= -1)");
    }
    return length == -1;
  }

  private static int checked(int length, int atMost) {
    if (length < 0 || length > atMost) {
      throw DecodeException.length(Integer.toUnsignedLong(length), atMost);
    }
    return length;
  }

  private void need(int bytes) {
    if (bytes > in.readableBytes()) {
      throw DecodeException.length(bytes, in.readableBytes());
    }
  }
}
