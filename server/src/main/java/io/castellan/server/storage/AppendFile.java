package io.castellan.server.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows at its end. Owned by one lane; {@link #channel} may be read from any thread.
 *
 * <p>After a failed write, force or truncation the content is unknown: the file is <em>failed</em>,
 * and every later call but {@link #close} throws the first error again. What was forced before is
 * safe. Only a write for which there was no room leaves the file as it was, and usable: what did
 * fit is cut off again.
 *
 * <p>What is {@linkplain #stage staged} is in no file yet: the next {@link #write}, or any other
 * call that changes the file or depends on its content, writes all of it with one system call.
 */
public final class AppendFile implements AutoCloseable {
  private static final int ZEROS_BYTES = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private final List<ByteBuf> staged = new ArrayList<>();
  private long position;
  private @Nullable StorageException failure;
  private boolean appendFailed;

  private AppendFile(Path path, FileChannel channel, long position) {
    this.path = path;
    this.channel = channel;
    this.position = position;
  }

  /**
   * Makes a new, empty file and forces its name.
   *
   * @throws StorageException if it exists already
   */
  public static AppendFile create(Path path) {
    AppendFile file = open(path, 0, StandardOpenOption.CREATE_NEW);
    try {
      Directories.forceParent(path);
    } catch (StorageException e) {
      file.close();
      throw e;
    }
    return file;
  }

  /**
   * Opens a file that exists, to append at a position that need not be its end: what follows is
   * overwritten, but stays until then.
   *
   * @param position where to append, in bytes
   */
  public static AppendFile open(Path path, long position) {
    return open(path, position, StandardOpenOption.WRITE);
  }

  private static AppendFile open(Path path, long position, StandardOpenOption option) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, option);
      channel.position(position);
      return new AppendFile(path, channel, position);
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw StorageException.failed("open", path, e);
    }
  }

  /** Returns where the file lies. */
  public Path path() {
    return path;
  }

  /**
   * Returns where the next byte will be written; everything before it has been written, though
   * perhaps not forced.
   */
  public long position() {
    return position;
  }

  /** Returns the channel, for reading at positions and for sendfile only. */
  public FileChannel channel() {
    return channel;
  }

  /** Returns the file's size in bytes, room that was made in advance included. */
  public long size() {
    write();
    try {
      return channel.size();
    } catch (IOException e) {
      throw fail("read the size of", e);
    }
  }

  /**
   * Takes bytes that are to be appended by the next {@link #write}. Nobody may change them until
   * then.
   *
   * @param buf its readable bytes; retained until they are written, its indices are not moved
   */
  public void stage(ByteBuf buf) {
    checkUsable();
    staged.add(buf.retainedSlice());
  }

  /** Appends everything that is staged, with as few system calls as there can be. */
  public void write() {
    checkUsable();
    if (staged.isEmpty()) {
      return;
    }
    try {
      ByteBuf only = staged.get(0);
      if (staged.size() == 1 && only.nioBufferCount() == 1) {
        write(only.nioBuffer());
      } else {
        List<ByteBuffer> parts = new ArrayList<>(staged.size());
        for (ByteBuf buf : staged) {
          Collections.addAll(parts, buf.nioBuffers());
        }
        write(parts.toArray(ByteBuffer[]::new));
      }
    } finally {
      releaseStaged();
    }
  }

  /**
   * Gives up what is staged, as if it had never been. If the file has failed since there was no
   * room for an append, what did fit of it is cut off, and the file can be used again.
   *
   * @throws StorageException if the file has failed in another way
   */
  public void unstage() {
    releaseStaged();
    if (failure != null && failure.isFull() && appendFailed) {
      try {
        channel.truncate(position);
        channel.position(position);
      } catch (IOException e) {
        throw broken("truncate", e);
      }
      failure = null;
      appendFailed = false;
    }
    checkUsable();
  }

  /** Whether it may be closed and opened again without anybody noticing. */
  public boolean isIdle() {
    return staged.isEmpty() && failure == null;
  }

  private void releaseStaged() {
    staged.forEach(ByteBuf::release);
    staged.clear();
  }

  /**
   * Appends the readable bytes of a buffer, which may consist of several, without copying them;
   * moves its reader index.
   */
  public void append(ByteBuf buf) {
    if (buf.nioBufferCount() == 1) {
      append(buf.nioBuffer());
    } else {
      append(buf.nioBuffers());
    }
    buf.skipBytes(buf.readableBytes());
  }

  /** Appends the remaining bytes of a buffer. */
  public void append(ByteBuffer buffer) {
    write();
    write(buffer);
  }

  private void write(ByteBuffer buffer) {
    checkUsable();
    int bytes = buffer.remaining();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw failAppend(e);
    }
    position += bytes;
  }

  /**
   * Appends the remaining bytes of several buffers, in order, with as few system calls as there can
   * be.
   */
  public void append(ByteBuffer... buffers) {
    write();
    write(buffers);
  }

  private void write(ByteBuffer... buffers) {
    checkUsable();
    long bytes = 0;
    for (ByteBuffer buffer : buffers) {
      bytes += buffer.remaining();
    }
    try {
      long left = bytes;
      while (left > 0) {
        left -= channel.write(buffers);
      }
    } catch (IOException e) {
      throw failAppend(e);
    }
    position += bytes;
  }

  /**
   * Makes room in advance: the file becomes at least this long, with zeros after what has been
   * written. Later appends into the room need no change of the file's size, so that forcing them is
   * cheaper.
   */
  public void extend(long size) {
    write();
    try {
      if (channel.size() < size) {
        channel.write(ByteBuffer.allocate(1), size - 1);
      }
    } catch (IOException e) {
      throw fail("extend", e);
    }
  }

  /**
   * Fills a part of the room that {@link #extend} has made with zeros, for which there may be only
   * a hole yet: forcing what is later appended there need not tell the file system of new blocks,
   * one write to the device instead of two or three.
   *
   * @param from not before {@link #position}
   */
  public void zero(long from, long until) {
    write();
    try {
      ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS_BYTES, until - from));
      for (long at = from; at < until; ) {
        zeros.position(0).limit((int) Math.min(zeros.capacity(), until - at));
        at += channel.write(zeros, at);
      }
    } catch (IOException e) {
      throw fail("zero", e);
    }
  }

  /**
   * Returns once everything that has been appended is on stable storage.
   *
   * @param metadata whether also times and such must be; the size always is when reading back needs
   *     it
   */
  public void force(boolean metadata) {
    write();
    try {
      channel.force(metadata);
    } catch (IOException e) {
      throw broken("force", e);
    }
  }

  /** Cuts the file to this size and appends there from now on. The cut is not forced. */
  public void truncate(long size) {
    write();
    try {
      channel.truncate(size);
      channel.position(size);
    } catch (IOException e) {
      throw broken("truncate", e);
    }
    position = size;
  }

  /** Closes the file without forcing it, nor writing what is staged. */
  @Override
  public void close() {
    releaseStaged();
    try {
      channel.close();
    } catch (IOException e) {
      throw StorageException.failed("close", path, e);
    }
  }

  private void checkUsable() {
    if (failure != null) {
      throw failure;
    }
  }

  private StorageException failAppend(IOException cause) {
    appendFailed = true;
    return fail("append to", cause);
  }

  private StorageException fail(String action, IOException cause) {
    failure = StorageException.failed(action, path, cause);
    return failure;
  }

  private StorageException broken(String action, IOException cause) {
    failure = StorageException.broken(action, path, cause);
    return failure;
  }

  private static void closeQuietly(@Nullable FileChannel channel, IOException cause) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }
}
