package io.castellan.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What happens to names: they are made, changed and removed so that a crash leaves either the old
 * state or the new one.
 */
public final class Directories {
  private Directories() {}

  /**
   * Makes sure that what has been created, renamed or deleted in a directory is so after a crash.
   */
  public static void force(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw StorageException.broken("force directory", directory, e);
    }
  }

  /** Makes a directory with all its parents, unless it is there, and forces its name. */
  public static void create(Path directory) {
    if (Files.isDirectory(directory)) {
      return;
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw StorageException.failed("create directory", directory, e);
    }
    forceParent(directory);
  }

  /**
   * Gives a file another name, in place of a file that may have that name, and forces the change.
   */
  public static void rename(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StorageException.failed("rename " + from + " to", to, e);
    }
    forceParent(to);
  }

  /** Deletes a file, if it exists, and forces the change. Returns whether it did. */
  public static boolean delete(Path file) {
    boolean existed;
    try {
      existed = Files.deleteIfExists(file);
    } catch (IOException e) {
      throw StorageException.failed("delete", file, e);
    }
    if (existed) {
      forceParent(file);
    }
    return existed;
  }

  /** Forces the directory in which a file or directory lies. */
  public static void forceParent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      force(parent);
    }
  }
}
