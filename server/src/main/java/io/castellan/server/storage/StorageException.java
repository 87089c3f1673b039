package io.castellan.server.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory that cannot be read, written, or trusted. The text begins with what was tried
 * and names the path.
 *
 * <p>Whoever owns the directory decides: a log directory of a broker goes offline, a server without
 * its log stops.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Path path;
  private final boolean full;

  private StorageException(
      String message, @Nullable Path path, @Nullable Throwable cause, boolean full) {
    super(message, cause);
    this.path = path;
    this.full = full;
  }

  /**
   * An operation has failed.
   *
   * @param action what was tried, such as {@code append to}
   */
  public static StorageException failed(String action, Path path, IOException cause) {
    return new StorageException(
        "cannot " + action + " " + path + ": " + reason(cause),
        path,
        cause,
        isForWantOfSpace(cause));
  }

  /**
   * An operation has failed after which nobody knows what is on the disk, whatever the reason: it
   * never counts as {@linkplain #isFull full}.
   *
   * @param action what was tried, such as {@code force}
   */
  public static StorageException broken(String action, Path path, IOException cause) {
    return new StorageException(
        "cannot " + action + " " + path + ": " + reason(cause), path, cause, false);
  }

  /**
   * A file's content is not what it must be.
   *
   * @param problem what is wrong, in the form {@code what: value (expected: …)}
   */
  public static StorageException corrupt(Path path, String problem) {
    return new StorageException(path + ": " + problem, path, null, false);
  }

  /** A file's content is not what it must be, at a position. */
  public static StorageException corrupt(Path path, long position, String problem) {
    return new StorageException(
        path + " at position " + position + ": " + problem, path, null, false);
  }

  /** A rule about a file or directory is broken that is neither a failure nor corruption. */
  public static StorageException refused(Path path, String why) {
    return new StorageException(path + ": " + why, path, null, false);
  }

  /**
   * Returns whether nothing is broken, but the disk, or the owner's share of it, is full. What was
   * on the disk before can still be trusted. A {@code force} that failed is never that: what was
   * written before it may be gone.
   */
  public boolean isFull() {
    return full;
  }

  /** The JDK has no class of exception for ENOSPC and EDQUOT, only their texts. */
  private static boolean isForWantOfSpace(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    return text.contains("No space left on device")
        || text.contains("Disk quota exceeded")
        || text.equals(Full.TEXT);
  }

  /** What the system calls a full disk in the language that the process was started in. */
  private static final class Full {
    static final String TEXT = ask();

    private static String ask() {
      try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
        full.write(0);
      } catch (IOException said) {
        return String.valueOf(said.getMessage());
      }
      return "";
    }
  }

  /** Returns the file or directory, or null if this exception has been serialized. */
  public @Nullable Path path() {
    return path;
  }

  /**
   * The JDK's file exceptions often have nothing but the path as their text; then the class says
   * what happened.
   */
  private static String reason(IOException cause) {
    if (cause instanceof java.nio.file.FileSystemException fs) {
      return fs.getReason() != null ? fs.getReason() : fs.getClass().getSimpleName();
    }
    return cause.getMessage() != null ? cause.getMessage() : cause.getClass().getSimpleName();
  }
}
