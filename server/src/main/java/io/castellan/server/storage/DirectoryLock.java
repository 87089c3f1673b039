package io.castellan.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to a directory: while one process holds it, another that asks for it is told at once.
 * The kernel takes it back when the process dies, however it dies; the file that stands for it
 * stays and means nothing by itself.
 */
public final class DirectoryLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param directory which must exist
   * @param fileName the name of the lock file in it
   * @throws StorageException if the lock is held, by this or by another process, or cannot be taken
   */
  public static DirectoryLock acquire(Path directory, String fileName) {
    Path file = directory.resolve(fileName);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw StorageException.failed("open lock file", file, e);
    }
    boolean taken = false;
    try {
      taken = tryLock(channel) != null;
    } catch (IOException e) {
      throw StorageException.failed("lock", file, e);
    } finally {
      if (!taken) {
        close(channel, file);
      }
    }
    if (!taken) {
      throw StorageException.refused(
          directory, "directory is in use: another process holds " + fileName);
    }
    return new DirectoryLock(file, channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another part of this process holds it
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    close(channel, file);
  }

  private static void close(FileChannel channel, Path file) {
    try {
      channel.close();
    } catch (IOException e) {
      throw StorageException.failed("close", file, e);
    }
  }
}
