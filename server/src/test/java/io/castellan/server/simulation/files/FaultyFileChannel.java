package io.castellan.server.simulation.files;

import io.castellan.server.simulation.files.FileOperation.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A channel to a file of a {@link FaultyDisk}. */
final class FaultyFileChannel extends FileChannel {
  private static final int TRANSFER_BYTES = 64 * 1024;

  private final FaultyDisk disk;
  private final Path path;
  private final int file;
  private final FileChannel real;

  /**
   * @param path the file's at the time of opening
   * @param file its number in the journal, which stays when it is renamed
   */
  FaultyFileChannel(FaultyDisk disk, Path path, int file, FileChannel real) {
    this.disk = disk;
    this.path = path;
    this.file = file;
    this.real = real;
  }

  /** Its present name, so that faults are found by it; the first one if it has been deleted. */
  private Path name() {
    Path now = disk.journal().pathOf(file);
    return now == null ? path : now;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    disk.onOperation(Kind.READ, name(), dst.remaining());
    return real.read(dst);
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    disk.onOperation(Kind.READ, name(), 0);
    return real.read(dsts, offset, length);
  }

  @Override
  public int read(ByteBuffer dst, long position) throws IOException {
    disk.onOperation(Kind.READ, name(), dst.remaining());
    return real.read(dst, position);
  }

  @Override
  public synchronized int write(ByteBuffer src) throws IOException {
    int written = write(src, real.position());
    real.position(real.position() + written);
    return written;
  }

  @Override
  public synchronized long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    long written = 0;
    for (int i = offset; i < offset + length; i++) {
      int remaining = srcs[i].remaining();
      if (remaining > 0) {
        int one = write(srcs[i]);
        written += one;
        if (one < remaining) {
          break;
        }
      }
    }
    return written;
  }

  @Override
  public synchronized int write(ByteBuffer src, long position) throws IOException {
    int asked = src.remaining();
    disk.onOperation(Kind.WRITE, name(), asked);
    long growth = Math.max(0, position + asked - real.size());
    int fits = asked - (int) Math.min(asked, growth - disk.takeRoom(growth));
    if (fits == 0 && asked > 0) {
      throw new IOException(FaultyDisk.NO_SPACE);
    }
    byte[] bytes = new byte[fits];
    src.get(bytes);
    ByteBuffer copy = ByteBuffer.wrap(bytes);
    while (copy.hasRemaining()) {
      real.write(copy, position + copy.position());
    }
    disk.journal().onWrite(file, position, bytes);
    return fits;
  }

  @Override
  public synchronized FileChannel truncate(long size) throws IOException {
    disk.onOperation(Kind.TRUNCATE, name(), size);
    long before = real.size();
    real.truncate(size);
    if (size < before) {
      disk.giveRoom(before - size);
      disk.journal().onTruncate(file, size);
    }
    return this;
  }

  @Override
  public synchronized void force(boolean metaData) throws IOException {
    disk.onOperation(Kind.FORCE, name(), 0);
    disk.journal().onForce(file);
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    disk.onOperation(Kind.READ, name(), count);
    return real.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel src, long position, long count) throws IOException {
    long moved = 0;
    while (moved < count) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(TRANSFER_BYTES, count - moved));
      if (src.read(buffer) <= 0) {
        break;
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        moved += write(buffer, position + moved);
      }
    }
    return moved;
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    real.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    disk.onOperation(Kind.LOOK, name(), 0);
    return real.size();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException("mapping: its writes could not be seen");
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}
