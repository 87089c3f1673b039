package io.castellan.server.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is read at positions. Any thread may read at any time; nothing here moves.
 *
 * <p>Reads of a region that a crash has left short are an error that names the position, never
 * fewer bytes than were asked for.
 */
public final class PositionedFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private PositionedFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens a file for reading. */
  public static PositionedFile open(Path path) {
    try {
      return new PositionedFile(path, FileChannel.open(path, StandardOpenOption.READ));
    } catch (IOException e) {
      throw StorageException.failed("open", path, e);
    }
  }

  /** Returns where the file lies. */
  public Path path() {
    return path;
  }

  /** Returns the channel, for sendfile. */
  public FileChannel channel() {
    return channel;
  }

  /** Returns the file's size in bytes. */
  public long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw StorageException.failed("read the size of", path, e);
    }
  }

  /**
   * Fills the rest of a buffer from a position on.
   *
   * @throws StorageException if the file ends before the buffer is full
   */
  public void readFully(ByteBuffer into, long position) {
    long end = position + into.remaining();
    int read = read(into, position);
    if (into.hasRemaining()) {
      throw StorageException.failed(
          "read",
          path,
          new EOFException("end at " + (position + read) + " (expected: >= " + end + ")"));
    }
  }

  /**
   * Reads into a buffer from a position on until it is full or the file ends.
   *
   * @return how many bytes were read, 0 at or after the end
   */
  public int read(ByteBuffer into, long position) {
    int total = 0;
    try {
      while (into.hasRemaining()) {
        int read = channel.read(into, position + total);
        if (read < 0) {
          break;
        }
        total += read;
      }
    } catch (IOException e) {
      throw StorageException.failed("read at position " + (position + total), path, e);
    }
    return total;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw StorageException.failed("close", path, e);
    }
  }
}
