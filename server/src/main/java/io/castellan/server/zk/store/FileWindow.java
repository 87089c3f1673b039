package io.castellan.server.zk.store;

import io.castellan.server.storage.PositionedFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file seen through a buffer that follows the reader: many small reads, few system calls. Owned
 * by one thread.
 */
final class FileWindow implements AutoCloseable {
  private static final int WINDOW_BYTES = 1 << 18;

  private final PositionedFile file;
  private final long size;
  private ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
  private ByteBuf view = Unpooled.EMPTY_BUFFER;
  private long windowPosition;
  private int windowBytes;

  FileWindow(Path path) {
    this.file = PositionedFile.open(path);
    this.size = file.size();
  }

  Path path() {
    return file.path();
  }

  long size() {
    return size;
  }

  /**
   * Returns bytes of the file, or null if it ends before them.
   *
   * @param length the caller has judged it: as much is allocated
   * @return valid until the next call; not counted, nothing to release
   */
  @Nullable ByteBuf at(long position, int length) {
    if (position + length > size) {
      return null;
    }
    if (position < windowPosition || position + length > windowPosition + windowBytes) {
      fill(position, length);
    }
    return view.slice((int) (position - windowPosition), length);
  }

  private void fill(long position, int length) {
    if (window.capacity() < length) {
      window = ByteBuffer.allocate(length);
    }
    window.clear();
    window.limit((int) Math.min(window.capacity(), size - position));
    file.readFully(window, position);
    windowPosition = position;
    windowBytes = window.position();
    view = Unpooled.wrappedBuffer(window.array(), 0, windowBytes);
  }

  @Override
  public void close() {
    file.close();
  }
}
