package io.castellan.server.simulation.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every change that a {@link FaultyDisk} has seen, in order, from a beginning that counts as
 * forced. A moment is a number: how many changes there were. Any thread.
 */
public final class FileJournal {
  private final Path root;
  private final List<Change> changes = new ArrayList<>();
  private final Names names = new Names();
  private final Map<Integer, Path> paths = new HashMap<>();
  private int nodes = 1;
  private final int beginning;

  FileJournal(Path root) throws IOException {
    this.root = root;
    paths.put(0, root);
    enterExisting(root);
    beginning = changes.size();
  }

  private void enterExisting(Path directory) throws IOException {
    List<Path> entries;
    try (Stream<Path> found = Files.list(directory)) {
      entries = found.sorted().toList();
    }
    for (Path entry : entries) {
      boolean isDirectory = Files.isDirectory(entry);
      enter(entry, isDirectory);
      if (isDirectory) {
        enterExisting(entry);
      } else {
        int file = fileAt(entry);
        onWrite(file, 0, Files.readAllBytes(entry));
        onForce(file);
      }
    }
    onForceDirectory(directory);
  }

  /** The moment: how many changes there were. */
  public synchronized int now() {
    return changes.size();
  }

  /** The first moment, at which everything there was counts as forced. */
  public int beginning() {
    return beginning;
  }

  /** The changes up to now. */
  synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  /** The number of the file or directory that has a path. */
  synchronized int fileAt(Path path) {
    int node = 0;
    for (Path name : root.relativize(path)) {
      if (name.toString().isEmpty()) {
        continue;
      }
      Integer next = names.find(node, name.toString());
      if (next == null) {
        throw new IllegalArgumentException(path + ": unknown to the journal of " + root);
      }
      node = next;
    }
    return node;
  }

  /** The present path of a file; null if it has none. */
  synchronized @Nullable Path pathOf(int file) {
    return paths.get(file);
  }

  synchronized void onCreate(Path path) {
    enter(path, false);
  }

  synchronized void onCreateDirectory(Path path) {
    enter(path, true);
  }

  private void enter(Path path, boolean isDirectory) {
    int node = nodes++;
    paths.put(node, path);
    note(new Change.Enter(parent(path), name(path), node, isDirectory));
  }

  synchronized void onDelete(Path path) {
    paths.remove(fileAt(path));
    note(new Change.Remove(parent(path), name(path)));
  }

  synchronized void onRename(Path from, Path to) {
    note(new Change.Rename(parent(from), name(from), parent(to), name(to)));
    paths.values().removeIf(to::equals);
    paths.replaceAll(
        (node, path) ->
            path.startsWith(from) ? to.resolve(from.relativize(path)).normalize() : path);
  }

  synchronized void onWrite(int file, long position, byte[] bytes) {
    changes.add(new Change.Write(file, position, bytes));
  }

  synchronized void onTruncate(int file, long size) {
    changes.add(new Change.Truncate(file, size));
  }

  synchronized void onForce(int file) {
    changes.add(new Change.Force(file));
  }

  synchronized void onForceDirectory(Path directory) {
    changes.add(new Change.ForceDirectory(fileAt(directory)));
  }

  private void note(Change.OfNames change) {
    names.apply(change);
    changes.add(change);
  }

  private int parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? 0 : fileAt(parent);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
