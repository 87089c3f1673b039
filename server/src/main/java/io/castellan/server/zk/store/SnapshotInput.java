package io.castellan.server.zk.store;

import io.castellan.zk.protocol.jute.JuteException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/**
 * Jute values from a stream, with the running checksum of all bytes read. Bytes that end early or
 * lengths out of bounds are a {@link JuteException}. Owned by one thread.
 */
final class SnapshotInput {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Up to this much is allocated on the word of a length; more grows as the bytes arrive. */
  private static final int TRUSTED_BYTES = 1 << 20;

  private final InputStream in;
  private final int maxLengthBytes;
  private final Adler32 adler = new Adler32();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int summed;
  private int next;
  private int end;
  private long bufferPosition;

  SnapshotInput(InputStream in, int maxLengthBytes) {
    this.in = in;
    this.maxLengthBytes = maxLengthBytes;
  }

  /** Returns the position of the next byte in the uncompressed stream. */
  long position() {
    return bufferPosition + next;
  }

  /** Returns the checksum of all bytes read so far. */
  long checksum() {
    adler.update(buffer, summed, next - summed);
    summed = next;
    return adler.getValue();
  }

  int readInt(String field) throws IOException {
    need(Integer.BYTES, field);
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | (buffer[next++] & 0xff);
    }
    return value;
  }

  long readLong(String field) throws IOException {
    long high = readInt(field);
    return (high << Integer.SIZE) | (readInt(field) & 0xffffffffL);
  }

  String readString(String field) throws IOException {
    int length = readLength(field);
    if (length < 0) {
      throw JuteException.of(field + " length", length, ">= 0");
    }
    if (length <= BUFFER_BYTES) {
      need(length, field);
      String text = new String(buffer, next, length, StandardCharsets.UTF_8);
      next += length;
      return text;
    }
    return new String(readBytes(length, field), StandardCharsets.UTF_8);
  }

  byte @Nullable [] readBuffer(String field) throws IOException {
    int length = readLength(field);
    return length < 0 ? null : readBytes(length, field);
  }

  /** Reads a count of things, each of which takes some bytes that the stream still has to bring. */
  int readCount(String field) throws IOException {
    int count = readInt(field);
    if (count < 0) {
      throw JuteException.of(field, count, ">= 0");
    }
    return count;
  }

  /** Returns how many bytes are left in the stream, or {@code most} if there are more. */
  int remainingUpTo(int most) throws IOException {
    fill(most);
    return Math.min(end - next, most);
  }

  private int readLength(String field) throws IOException {
    int length = readInt(field + " length");
    if (length < -1 || length > maxLengthBytes) {
      throw JuteException.of(field + " length", length, "<= " + maxLengthBytes);
    }
    return length;
  }

  private byte[] readBytes(int length, String field) throws IOException {
    byte[] bytes = new byte[Math.min(length, TRUSTED_BYTES)];
    int read = 0;
    while (read < length) {
      if (read == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
      }
      int part = Math.min(Math.min(bytes.length - read, BUFFER_BYTES), length - read);
      need(part, field);
      System.arraycopy(buffer, next, bytes, read, part);
      next += part;
      read += part;
    }
    return bytes;
  }

  private void need(int bytes, String field) throws IOException {
    if (end - next < bytes) {
      fill(bytes);
      if (end - next < bytes) {
        throw JuteException.of(field + " bytes left", end - next, ">= " + bytes);
      }
    }
  }

  /** Tries to have this many bytes in the buffer. */
  private void fill(int wanted) throws IOException {
    if (end - next >= wanted) {
      return;
    }
    checksum();
    System.arraycopy(buffer, next, buffer, 0, end - next);
    bufferPosition += next;
    end -= next;
    next = 0;
    summed = 0;
    while (end < wanted) {
      int read = readSome();
      if (read < 0) {
        return;
      }
      end += read;
    }
  }

  private int readSome() throws IOException {
    try {
      return in.read(buffer, end, buffer.length - end);
    } catch (EOFException e) {
      return -1; // a compressed stream that has been cut
    }
  }
}
