package io.castellan.server.simulation.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Goes through a {@link FileJournal} again, change by change, and makes the directory that a crash
 * at the moment would have left. One thread at a time.
 *
 * <pre>{@code
 * CrashReplay replay = new CrashReplay(disk.journal());
 * for (int moment = disk.journal().beginning(); moment <= disk.journal().now(); moment++) {
 *   replay.advanceTo(moment);
 *   replay.afterPowerCut(seed, Files.createDirectory(scratch.resolve("at-" + moment)));
 *   // open the store in it: what was promised before the moment must be there
 * }
 * }</pre>
 */
public final class CrashReplay {
  private final List<Change> changes;
  private final Map<Integer, FileImage> files = new HashMap<>();
  private final Names names = new Names();
  private final Names forcedNames = new Names();
  private final List<Change.OfNames> unforced = new ArrayList<>();
  private int moment;

  /** At the journal's beginning, with all changes that it has by now before it. */
  public CrashReplay(FileJournal journal) {
    this.changes = journal.changes();
    advanceTo(journal.beginning());
  }

  /** The moment it is at. */
  public int moment() {
    return moment;
  }

  /** The last moment that it can go to. */
  public int end() {
    return changes.size();
  }

  /**
   * Goes on.
   *
   * @param to the moment, no earlier than the present one
   */
  public void advanceTo(int to) {
    if (to < moment) {
      throw new IllegalArgumentException("moment: " + to + " (expected: >= " + moment + ")");
    }
    while (moment < to) {
      apply(changes.get(moment++));
    }
  }

  private void apply(Change change) {
    if (change instanceof Change.Write write) {
      image(write.file()).write(write.position(), write.bytes());
    } else if (change instanceof Change.Truncate truncate) {
      image(truncate.file()).truncate(truncate.size());
    } else if (change instanceof Change.Force force) {
      image(force.file()).force();
    } else if (change instanceof Change.ForceDirectory force) {
      forceNames(force.directory());
    } else if (change instanceof Change.OfNames ofNames) {
      names.apply(ofNames);
      unforced.add(ofNames);
    }
  }

  private void forceNames(int directory) {
    for (Iterator<Change.OfNames> each = unforced.iterator(); each.hasNext(); ) {
      Change.OfNames change = each.next();
      if (change.touches(directory)) {
        forcedNames.apply(change);
        each.remove();
      }
    }
  }

  private FileImage image(int file) {
    return files.computeIfAbsent(file, unknown -> new FileImage());
  }

  /** How a file's content gets into a directory. */
  @FunctionalInterface
  private interface Copier {
    void copy(FileImage image, Path target) throws IOException;
  }

  /**
   * Makes the directory as it is when the process is killed: what was written is there.
   *
   * @param target an empty directory
   */
  public void afterKill(Path target) throws IOException {
    restore(names, 0, target, FileImage::copyTo);
  }

  /** Makes the directory with what was forced, and nothing else. */
  public void afterPowerCut(Path target) throws IOException {
    restore(forcedNames, 0, target, FileImage::copyForcedTo);
  }

  /**
   * Makes the directory with what was forced and some of the rest: of the pages any, of the changes
   * of names a beginning.
   *
   * @param seed from which chance follows
   */
  public void afterPowerCut(long seed, Path target) throws IOException {
    RandomGenerator random = new Random(seed);
    Names torn = new Names(forcedNames);
    int kept = random.nextInt(unforced.size() + 1);
    unforced.subList(0, kept).forEach(torn::apply);
    restore(torn, 0, target, (image, file) -> image.copyTornTo(file, random));
  }

  private void restore(Names from, int directory, Path target, Copier copier) throws IOException {
    for (Map.Entry<String, Integer> entry : from.in(directory).entrySet()) {
      Path path = target.resolve(entry.getKey());
      int node = entry.getValue();
      if (names.isDirectory(node)) {
        Files.createDirectory(path);
        restore(from, node, path, copier);
      } else {
        copier.copy(image(node), path);
      }
    }
  }
}
