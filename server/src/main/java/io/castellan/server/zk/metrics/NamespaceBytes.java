package io.castellan.server.zk.metrics;

import io.castellan.server.metrics.Summary;
import io.castellan.server.metrics.SummarySet;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes are read or written beneath each top-level node. Owned by the ensemble lane.
 *
 * <p>It is asked for every read and write, so it finds the name of the top-level node within the
 * path, without taking it out: a hash table with open addressing, probed by a part of a string. The
 * table is half empty at most, because the set of names is bounded.
 */
public final class NamespaceBytes {
  /** How many top-level nodes are told of, at most: their names are the clients' to choose. */
  public static final int MAX_NAMES = 1024;

  private static final int SLOTS = 4 * MAX_NAMES;
  private static final int HASH_FACTOR = 31;

  private final SummarySet set;
  private final @Nullable String[] names = new @Nullable String[SLOTS];
  private final @Nullable Summary[] summaries = new @Nullable Summary[SLOTS];

  NamespaceBytes(SummarySet set) {
    this.set = set;
  }

  /** So many bytes at this path; the root itself belongs to no top-level node. */
  void add(String path, long bytes) {
    int slash = path.indexOf('/', 1);
    int until = slash < 0 ? path.length() : slash;
    if (until <= 1) {
      return;
    }
    int hash = 0;
    for (int i = 1; i < until; i++) {
      hash = HASH_FACTOR * hash + path.charAt(i);
    }
    for (int slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      String name = names[slot];
      if (name == null) {
        addNew(slot, path.substring(1, until), bytes);
        return;
      }
      if (name.length() == until - 1 && path.regionMatches(1, name, 0, until - 1)) {
        Summary summary = summaries[slot];
        if (summary != null) {
          summary.add(bytes);
        }
        return;
      }
    }
  }

  private void addNew(int slot, String name, long bytes) {
    Summary summary = set.of(name);
    if (summary != null) {
      names[slot] = name;
      summaries[slot] = summary;
      summary.add(bytes);
    }
  }
}
