package io.castellan.server.simulation.files;

/**
 * A change of what is on a disk, or the promise that a change stays. Files and directories go by
 * numbers, which stay when they are renamed; 0 is the root.
 */
sealed interface Change {
  /** Bytes of a file. */
  record Write(int file, long position, byte[] bytes) implements Change {}

  /** A file is cut. */
  record Truncate(int file, long size) implements Change {}

  /** What a file holds stays. */
  record Force(int file) implements Change {}

  /** The names in a directory stay. */
  record ForceDirectory(int directory) implements Change {}

  /** A change of names, which is there or not, as a whole. */
  sealed interface OfNames extends Change {
    /** Whether it concerns a directory. */
    boolean touches(int directory);
  }

  /** A name for a new file or directory. */
  record Enter(int directory, String name, int node, boolean isDirectory) implements OfNames {
    @Override
    public boolean touches(int other) {
      return directory == other;
    }
  }

  /** A name goes. */
  record Remove(int directory, String name) implements OfNames {
    @Override
    public boolean touches(int other) {
      return directory == other;
    }
  }

  /** A name becomes another, in place of what may have that one. */
  record Rename(int fromDirectory, String from, int toDirectory, String to) implements OfNames {
    @Override
    public boolean touches(int other) {
      return fromDirectory == other || toDirectory == other;
    }
  }
}
