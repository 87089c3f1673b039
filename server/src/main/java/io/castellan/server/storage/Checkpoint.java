package io.castellan.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A small text file that is replaced as a whole: after a crash it holds either the old text or the
 * new one. Owned by one lane.
 *
 * <p>The new text goes to {@code <name>.tmp}, which is forced and renamed, and then the directory
 * is forced: the order that both stock servers use for their epoch, offset and recovery files.
 */
public final class Checkpoint {
  /** What is appended to the file's name while it is being written. */
  public static final String TEMPORARY_SUFFIX = ".tmp";

  /** The longest text that is read: far more than any checkpoint has. */
  public static final long MAX_BYTES = 256L << 20;

  private final Path path;
  private final Path temporary;

  /** The checkpoint in this file, which need not exist. */
  public Checkpoint(Path path) {
    this.path = path;
    this.temporary = path.resolveSibling(path.getFileName() + TEMPORARY_SUFFIX);
  }

  /** Returns where the file lies. */
  public Path path() {
    return path;
  }

  /** Replaces the text; on return it is on stable storage. */
  public void write(String text) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw StorageException.failed("write", temporary, e);
    }
    Directories.rename(temporary, path);
  }

  /** Returns the text, or null when there is no such file. */
  public @Nullable String read() {
    return read(path);
  }

  /**
   * Returns the text that an interrupted {@link #write} has left behind, or null when there is
   * none.
   */
  public @Nullable String readTemporary() {
    return read(temporary);
  }

  private static @Nullable String read(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw StorageException.corrupt(file, "size: " + size + " (expected: <= " + MAX_BYTES + ")");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw StorageException.failed("read", file, e);
    }
  }
}
