package io.castellan.server.zk.tree;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;

/**
 * What the tree's digest was at every 128th transaction, of late: two servers that differ can be
 * told where they parted. Owned by the ensemble lane; while a server starts, by the thread that
 * starts it.
 */
public final class DigestHistory {
  private static final int EVERY = 128;
  private static final int MAX_ENTRIES = 1024;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * The digest at one transaction.
   *
   * @param zxid of the transaction
   * @param digest of the tree after it
   */
  public record Entry(long zxid, long digest) {}

  void onApplied(long zxid, long digest) {
    if (zxid % EVERY == 0) {
      if (entries.size() == MAX_ENTRIES) {
        entries.remove();
      }
      entries.add(new Entry(zxid, digest));
    }
  }

  void clear() {
    entries.clear();
  }

  /** The entries, the oldest first. */
  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(entries);
  }
}
