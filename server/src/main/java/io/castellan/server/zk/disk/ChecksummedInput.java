package io.castellan.server.zk.disk;

import io.castellan.server.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/**
 * Reads a snapshot's values and sums up what was read. A length is believed only as far as bytes
 * come: memory grows with what is there, never with what a length says.
 */
final class ChecksummedInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path path;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Adler32 checksum = new Adler32();
  private int next;
  private int limit;
  private int summed;
  private long before;

  ChecksummedInput(Path path, InputStream in) {
    this.path = path;
    this.in = in;
  }

  long position() {
    return before + next;
  }

  int readInt() throws IOException {
    need(Integer.BYTES);
    int value =
        buffer[next] << 24
            | (buffer[next + 1] & 0xff) << 16
            | (buffer[next + 2] & 0xff) << 8
            | (buffer[next + 3] & 0xff);
    next += Integer.BYTES;
    return value;
  }

  long readLong() throws IOException {
    long high = readInt();
    return high << 32 | (readInt() & 0xffffffffL);
  }

  int readCount(String what) throws IOException {
    int count = readInt();
    if (count < 0) {
      throw StorageException.corrupt(path, position(), what + ": " + count + " (expected: >= 0)");
    }
    return count;
  }

  String readString() throws IOException {
    byte[] bytes = readBuffer();
    if (bytes == null) {
      throw StorageException.corrupt(path, position(), "string: null (expected: a text)");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  byte @Nullable [] readBuffer() throws IOException {
    int length = readInt();
    if (length == -1) {
      return null;
    }
    if (length < 0) {
      throw StorageException.corrupt(path, position(), "length: " + length + " (expected: >= -1)");
    }
    byte[] bytes = new byte[Math.min(length, BUFFER_BYTES)];
    int read = 0;
    while (read < length) {
      need(1);
      int count = Math.min(limit - next, length - read);
      if (read + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * (read + count)));
      }
      System.arraycopy(buffer, next, bytes, read, count);
      next += count;
      read += count;
    }
    return bytes;
  }

  /** A checksum over everything before it, and a mark. */
  void readSeal() throws IOException {
    sumUp();
    long expected = checksum.getValue();
    long position = position();
    long found = readLong();
    if (found != expected) {
      throw StorageException.corrupt(
          path, position, "checksum: " + found + " (expected: " + expected + ")");
    }
    String mark = readString();
    if (!mark.equals(SnapshotFormat.SEAL)) {
      throw StorageException.corrupt(path, position, "seal: " + mark + " (expected: /)");
    }
  }

  /** How many bytes are left, if they are fewer than this; otherwise this. */
  int remainingUpTo(int most) throws IOException {
    boolean more = true;
    while (more && limit - next < most) {
      more = fill();
    }
    return Math.min(most, limit - next);
  }

  private void need(int bytes) throws IOException {
    while (limit - next < bytes) {
      if (!fill()) {
        throw new EOFException("the file ends at position " + (before + limit));
      }
    }
  }

  private boolean fill() throws IOException {
    sumUp();
    System.arraycopy(buffer, next, buffer, 0, limit - next);
    before += next;
    limit -= next;
    next = 0;
    summed = 0;
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      return false;
    }
    limit += read;
    return true;
  }

  private void sumUp() {
    checksum.update(buffer, summed, next - summed);
    summed = next;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
