package io.castellan.zk.protocol.jute;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes jute values to a buffer, which grows as needed. Owned by one thread; never takes or gives
 * up a reference to the buffer.
 */
public final class JuteWriter {
  private static final int NULL_LENGTH = -1;

  private final ByteBuf buf;

  /** Writes at the writer index of {@code buf}. */
  public JuteWriter(ByteBuf buf) {
    this.buf = buf;
  }

  /** Returns the buffer that is written to. */
  public ByteBuf buffer() {
    return buf;
  }

  /** Writes one byte, 1 or 0. */
  public void writeBoolean(boolean value) {
    buf.writeByte(value ? 1 : 0);
  }

  /** Writes a byte. */
  public void writeByte(int value) {
    buf.writeByte(value);
  }

  /** Writes an int. */
  public void writeInt(int value) {
    buf.writeInt(value);
  }

  /** Writes a long. */
  public void writeLong(long value) {
    buf.writeLong(value);
  }

  /** Writes a string or null. */
  public void writeString(@Nullable String value) {
    if (value == null) {
      buf.writeInt(NULL_LENGTH);
      return;
    }
    int bytes = encodedBytes(value);
    buf.writeInt(bytes);
    if (bytes == value.length()) {
      ByteBufUtil.writeAscii(buf, value);
      return;
    }
    buf.ensureWritable(bytes);
    for (int i = 0; i < value.length(); i++) {
      writeCodeUnit(value.charAt(i));
    }
  }

  /** Writes a byte array or null. */
  public void writeBuffer(byte @Nullable [] value) {
    if (value == null) {
      buf.writeInt(NULL_LENGTH);
      return;
    }
    buf.writeInt(value.length);
    buf.writeBytes(value);
  }

  /**
   * Leaves room for a length, which {@link #endLength} fills in: how a byte array that holds a
   * record, or a whole frame, is written without knowing its size first.
   *
   * @return a mark for {@link #endLength}
   */
  public int beginLength() {
    int mark = buf.writerIndex();
    buf.writeInt(0);
    return mark;
  }

  /** Fills in the length of what was written since {@link #beginLength} returned {@code mark}. */
  public void endLength(int mark) {
    buf.setInt(mark, buf.writerIndex() - mark - Integer.BYTES);
  }

  /** Writes a vector or null, each element by {@code element}. */
  public <T> void writeList(@Nullable List<T> list, BiConsumer<T, JuteWriter> element) {
    if (list == null) {
      buf.writeInt(NULL_LENGTH);
      return;
    }
    buf.writeInt(list.size());
    for (T value : list) {
      element.accept(value, this);
    }
  }

  /** Writes a vector of strings or null. */
  public void writeStrings(@Nullable List<String> list) {
    writeList(list, (value, writer) -> writer.writeString(value));
  }

  private static int encodedBytes(String value) {
    int bytes = value.length();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 ? 1 : 2;
      }
    }
    return bytes;
  }

  /** Encodes one UTF-16 code unit by itself; a surrogate too, see the package's description. */
  private void writeCodeUnit(char c) {
    if (c < 0x80) {
      buf.writeByte(c);
    } else if (c < 0x800) {
      buf.writeByte(0xc0 | (c >> 6));
      buf.writeByte(0x80 | (c & 0x3f));
    } else {
      buf.writeByte(0xe0 | (c >> 12));
      buf.writeByte(0x80 | ((c >> 6) & 0x3f));
      buf.writeByte(0x80 | (c & 0x3f));
    }
  }
}
