package io.castellan.server.simulation.files;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Something that was asked of a disk.
 *
 * @param kind what
 * @param path of what, as a path below the disk's root; the new name of what is renamed
 * @param bytes how many bytes are to be read or written, the new size of what is truncated, else 0
 */
public record FileOperation(Kind kind, Path path, long bytes) {
  /** What can be asked of a disk. */
  public enum Kind {
    /** A file is opened that exists. */
    OPEN,
    /** A file is made. */
    CREATE,
    /** Bytes are read. */
    READ,
    /** Bytes are written. */
    WRITE,
    /** What was written to a file is forced. */
    FORCE,
    /** A file is cut. */
    TRUNCATE,
    /** A file or directory gets another name. */
    RENAME,
    /** A file or directory is removed. */
    DELETE,
    /** A directory is made. */
    CREATE_DIRECTORY,
    /** The names in a directory are forced. */
    FORCE_DIRECTORY,
    /** The names in a directory are read. */
    LIST,
    /** Sizes, times and such are read. */
    LOOK;

    /** Those that change what is on the disk, or promise that it stays so. */
    public boolean isChange() {
      return switch (this) {
        case CREATE, WRITE, FORCE, TRUNCATE, RENAME, DELETE, CREATE_DIRECTORY, FORCE_DIRECTORY ->
            true;
        case OPEN, READ, LIST, LOOK -> false;
      };
    }
  }

  /** Every operation that changes something. */
  public static Predicate<FileOperation> changes() {
    return operation -> operation.kind().isChange();
  }

  /** Every operation of a kind. */
  public static Predicate<FileOperation> of(Kind kind) {
    return operation -> operation.kind() == kind;
  }

  /** Every operation of a kind on files whose names end so. */
  public static Predicate<FileOperation> of(Kind kind, String nameEnd) {
    return operation -> operation.kind() == kind && operation.path().toString().endsWith(nameEnd);
  }

  /** Every operation below a directory, and on it. */
  public static Predicate<FileOperation> below(Path directory) {
    Path real = FaultyPath.realOf(directory);
    return operation -> FaultyPath.realOf(operation.path()).startsWith(real);
  }
}
