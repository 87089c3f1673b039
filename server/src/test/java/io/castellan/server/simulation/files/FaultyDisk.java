package io.castellan.server.simulation.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A directory whose disk counts what is asked of it, fails on order, runs full on order, and keeps
 * a journal of every change. Any thread.
 *
 * <pre>{@code
 * FaultyDisk disk = FaultyDisk.over(temporaryDirectory);
 * disk.failNth(3, FileOperation.of(Kind.FORCE, ".log"), FaultyDisk.INPUT_OUTPUT_ERROR);
 * SomeStore store = SomeStore.open(disk.root());
 * }</pre>
 */
public final class FaultyDisk {
  /** What Linux says for ENOSPC. */
  public static final String NO_SPACE = "No space left on device";

  /** What Linux says for EIO. */
  public static final String INPUT_OUTPUT_ERROR = "Input/output error";

  /** Something that fails; {@code left} is how many more that match before it does. */
  private static final class Fault {
    final Predicate<FileOperation> which;
    final String reason;
    final boolean once;
    int left;

    Fault(Predicate<FileOperation> which, String reason, boolean once, int left) {
      this.which = which;
      this.reason = reason;
      this.once = once;
      this.left = left;
    }
  }

  private final Path directory;
  private final FaultyFileSystem fileSystem;
  private final FileJournal journal;
  private final List<Fault> faults = new ArrayList<>();
  private final List<FileOperation> operations = new ArrayList<>();
  private long room = Long.MAX_VALUE;

  private FaultyDisk(Path directory) throws IOException {
    this.directory = directory.toRealPath();
    this.journal = new FileJournal(this.directory);
    this.fileSystem = new FaultyFileSystem(this);
  }

  /**
   * A disk that holds a directory and everything in it, all of which counts as forced.
   *
   * @param directory of the default file system
   */
  public static FaultyDisk over(Path directory) throws IOException {
    return new FaultyDisk(directory);
  }

  /** The directory, as a path that leads through this disk. */
  public Path root() {
    return fileSystem.wrap(directory);
  }

  /** Everything that has changed so far. */
  public FileJournal journal() {
    return journal;
  }

  /**
   * Lets every operation fail that matches, from now until {@link #heal}.
   *
   * @param reason the text of the {@link IOException}
   */
  public synchronized void failWhen(Predicate<FileOperation> which, String reason) {
    faults.add(new Fault(which, reason, false, 0));
  }

  /**
   * Lets one operation fail.
   *
   * @param n which one of those that match from now on, from 1
   */
  public synchronized void failNth(int n, Predicate<FileOperation> which, String reason) {
    faults.add(new Fault(which, reason, true, n - 1));
  }

  /**
   * Leaves room for so many bytes; then writing fails for want of space, after as much has been
   * written as fits. What is deleted or cut makes room again.
   */
  public synchronized void leaveRoom(long bytes) {
    room = bytes;
  }

  /** Lets nothing fail any more, and gives room without end. */
  public synchronized void heal() {
    faults.clear();
    room = Long.MAX_VALUE;
  }

  /** What was asked so far, in order; what has failed included. */
  public synchronized List<FileOperation> operations() {
    return List.copyOf(operations);
  }

  /** How many operations there were that match. */
  public synchronized long count(Predicate<FileOperation> which) {
    return operations.stream().filter(which).count();
  }

  /** Forgets the operations so far; the journal stands. */
  public synchronized void forgetOperations() {
    operations.clear();
  }

  FaultyFileSystem fileSystem() {
    return fileSystem;
  }

  /** An operation is about to be carried out. */
  synchronized void onOperation(FileOperation.Kind kind, Path real, long bytes) throws IOException {
    FileOperation operation = new FileOperation(kind, fileSystem.wrap(real), bytes);
    operations.add(operation);
    for (Fault fault : List.copyOf(faults)) {
      if (fault.which.test(operation) && fault.left-- <= 0) {
        if (fault.once) {
          faults.remove(fault);
        }
        throw new IOException(fault.reason);
      }
    }
  }

  /** A file is to grow: returns by how many bytes it may, from 0 on. */
  synchronized long takeRoom(long bytes) {
    long taken = Math.min(bytes, room);
    if (room != Long.MAX_VALUE) {
      room -= taken;
    }
    return taken;
  }

  synchronized void giveRoom(long bytes) {
    if (room != Long.MAX_VALUE) {
      room += bytes;
    }
  }
}
