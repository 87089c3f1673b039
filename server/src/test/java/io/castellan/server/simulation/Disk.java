package io.castellan.server.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The disk of a host: small files that are replaced as a whole, and one log. What was written and
 * not forced survives a crash or not, as chance has it: of the log a beginning, of the files each
 * for itself.
 *
 * @param <E> an entry of the log
 */
public final class Disk<E> {
  private final Simulation simulation;
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, String> forcedFiles = new HashMap<>();
  private final List<E> log = new ArrayList<>();
  private int forcedEntries;
  private long stallMs;

  /** An empty disk. */
  public Disk(Simulation simulation) {
    this.simulation = simulation;
  }

  /** Returns what a file holds, null if it does not exist. */
  public @Nullable String read(String name) {
    return files.get(name);
  }

  /** Replaces a file, for as long as the host lives. */
  public void write(String name, String content) {
    files.put(name, content);
  }

  /** Replaces a file; on return it stays so. */
  public void writeForced(String name, String content) {
    files.put(name, content);
    forcedFiles.put(name, content);
  }

  /** The log, oldest entry first; not to be changed. */
  public List<E> log() {
    return log;
  }

  /** Adds to the log, for as long as the host lives. */
  public void append(E entry) {
    log.add(entry);
  }

  /** Cuts the log to its first entries; the cut is forced. */
  public void truncate(int entries) {
    log.subList(entries, log.size()).clear();
    forcedEntries = Math.min(forcedEntries, entries);
  }

  /** How long a force takes from now on at most. */
  public void stall(long mostMs) {
    stallMs = mostMs;
  }

  /**
   * Forces what has been appended to the log by now; files are forced one by one, or not.
   *
   * @param host whose disk it is: if it crashes before, nothing is promised
   * @param onForced told when it is on stable storage
   */
  public void force(Host host, Runnable onForced) {
    int entries = log.size();
    host.after(
        simulation.between(0, stallMs),
        () -> {
          forcedEntries = Math.max(forcedEntries, Math.min(entries, log.size()));
          onForced.run();
        });
  }

  /** Loses what chance takes of what was not forced. To be called when its host crashes. */
  public void crash() {
    int kept = (int) simulation.between(forcedEntries, log.size());
    log.subList(kept, log.size()).clear();
    forcedEntries = kept;
    for (Map.Entry<String, String> file : List.copyOf(files.entrySet())) {
      String forced = forcedFiles.get(file.getKey());
      if (simulation.chance(0.5)) {
        if (forced == null) {
          files.remove(file.getKey());
        } else {
          files.put(file.getKey(), forced);
        }
      }
    }
    forcedFiles.clear();
    forcedFiles.putAll(files);
  }
}
