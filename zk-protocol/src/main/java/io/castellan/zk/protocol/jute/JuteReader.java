package io.castellan.zk.protocol.jute;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads jute values from a buffer, moving its reader index. Owned by one thread; never takes or
 * gives up a reference to the buffer.
 *
 * <p>Each method names the field that it reads, for the text of the {@link JuteException} that it
 * throws when the bytes end early or a length is out of bounds. No method allocates more than a
 * small multiple of the bytes that are present.
 */
public final class JuteReader {
  private static final byte[] NO_BYTES = {};
  private static final int NULL_LENGTH = -1;
  private static final int FIRST_LIST_CAPACITY = 16;

  private final ByteBuf buf;
  private final int maxLengthBytes;

  /** Reads from {@code buf} under the default cap on lengths. */
  public JuteReader(ByteBuf buf) {
    this(buf, JuteLimits.DEFAULT_MAX_LENGTH_BYTES);
  }

  /**
   * Reads from {@code buf}.
   *
   * @param maxLengthBytes the longest string or byte array to accept, see {@link
   *     JuteLimits#maxLengthBytes}
   */
  public JuteReader(ByteBuf buf, int maxLengthBytes) {
    this.buf = buf;
    this.maxLengthBytes = maxLengthBytes;
  }

  /** Reads one element of a vector. */
  @FunctionalInterface
  public interface Element<T> {
    /** Reads the next element. */
    T read(JuteReader reader);
  }

  /** Returns how many bytes are left. */
  public int remaining() {
    return buf.readableBytes();
  }

  /** Reads one byte; any value but zero is true. */
  public boolean readBoolean(String field) {
    need(field, Byte.BYTES);
    return buf.readByte() != 0;
  }

  /** Reads a byte. */
  public byte readByte(String field) {
    need(field, Byte.BYTES);
    return buf.readByte();
  }

  /** Reads an int. */
  public int readInt(String field) {
    need(field, Integer.BYTES);
    return buf.readInt();
  }

  /** Reads a long. */
  public long readLong(String field) {
    need(field, Long.BYTES);
    return buf.readLong();
  }

  /** Returns the int that comes next without moving past it. */
  public int peekInt(String field) {
    need(field, Integer.BYTES);
    return buf.getInt(buf.readerIndex());
  }

  /** Reads a string that must not be null. */
  public String readString(String field) {
    String value = readNullableString(field);
    if (value == null) {
      throw JuteException.of(field + " length", NULL_LENGTH, ">= 0");
    }
    return value;
  }

  /** Reads a string or null. Bytes that are not UTF-8 become U+FFFD. */
  public @Nullable String readNullableString(String field) {
    int length = readLength(field);
    if (length == NULL_LENGTH) {
      return null;
    }
    String value = buf.toString(buf.readerIndex(), length, StandardCharsets.UTF_8);
    buf.skipBytes(length);
    return value;
  }

  /** Reads a byte array or null; the array is a copy that the caller owns. */
  public byte @Nullable [] readBuffer(String field) {
    int length = readLength(field);
    if (length == NULL_LENGTH) {
      return null;
    }
    if (length == 0) {
      return NO_BYTES;
    }
    byte[] bytes = new byte[length];
    buf.readBytes(bytes);
    return bytes;
  }

  /**
   * Reads a byte array as a reader of its own, which ends where the array ends. Nothing is copied:
   * it reads the same buffer and is valid as long as that is.
   */
  public JuteReader readNested(String field) {
    int length = readLength(field);
    if (length == NULL_LENGTH) {
      throw JuteException.of(field + " length", NULL_LENGTH, ">= 0");
    }
    return new JuteReader(buf.readSlice(length), maxLengthBytes);
  }

  /**
   * Reads a vector; a null one reads as empty, because no field whose elements matter tells the two
   * apart.
   *
   * @param minElementBytes the least number of bytes that one element takes, by which the count is
   *     judged before it is believed
   */
  public <T> List<T> readList(String field, int minElementBytes, Element<T> element) {
    List<T> list = readNullableList(field, minElementBytes, element);
    return list == null ? List.of() : list;
  }

  /** Reads a vector or null; otherwise as {@link #readList}. The list cannot be changed. */
  public <T> @Nullable List<T> readNullableList(
      String field, int minElementBytes, Element<T> element) {
    int count = readInt(field + " count");
    if (count == NULL_LENGTH) {
      return null;
    }
    int mostPossible = buf.readableBytes() / minElementBytes;
    if (count < 0 || count > mostPossible) {
      throw JuteException.of(field + " count", count, "0.." + mostPossible);
    }
    if (count == 0) {
      return List.of();
    }
    if (count == 1) {
      return List.of(element.read(this));
    }
    List<T> list = new ArrayList<>(Math.min(count, FIRST_LIST_CAPACITY));
    for (int i = 0; i < count; i++) {
      list.add(element.read(this));
    }
    return Collections.unmodifiableList(list);
  }

  /** Reads a vector of strings, none of which may be null; a null vector reads as empty. */
  public List<String> readStrings(String field) {
    return readList(field, Integer.BYTES, reader -> reader.readString(field));
  }

  private int readLength(String field) {
    need(field, Integer.BYTES);
    int length = buf.readInt();
    if (length == NULL_LENGTH) {
      return length;
    }
    int most = Math.min(maxLengthBytes, buf.readableBytes());
    if (length < 0 || length > most) {
      throw JuteException.of(field + " length", length, "<= " + most);
    }
    return length;
  }

  private void need(String field, int bytes) {
    if (buf.readableBytes() < bytes) {
      throw JuteException.of(field + " bytes left", buf.readableBytes(), ">= " + bytes);
    }
  }
}
