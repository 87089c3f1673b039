package io.castellan.server.kafka.log;

import java.util.PriorityQueue;

/**
 * Files that are out of use and go once their delay has passed ({@code file.delete.delay.ms}), so
 * that readers that have just found them come to their end. Owned by one lane. What is still queued
 * when the process ends carries a name by which the next start deletes it.
 */
public final class DeletionQueue {
  private record Deletion(long dueMs, Runnable action) {}

  private final PriorityQueue<Deletion> queue =
      new PriorityQueue<>((a, b) -> Long.compare(a.dueMs, b.dueMs));

  /** An empty queue. */
  public DeletionQueue() {}

  /** Adds what is to be done at a time or later. */
  void add(long dueMs, Runnable action) {
    queue.add(new Deletion(dueMs, action));
  }

  /**
   * Deletes what is due.
   *
   * @return how many things there were
   * @throws io.castellan.server.storage.StorageException if a file cannot be deleted; the others
   *     remain queued
   */
  public int run(long nowMs) {
    int count = 0;
    for (Deletion next = queue.peek(); next != null && next.dueMs <= nowMs; next = queue.peek()) {
      queue.remove();
      next.action.run();
      count++;
    }
    return count;
  }

  /** How many things wait. */
  public int size() {
    return queue.size();
  }
}
