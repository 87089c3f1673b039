package io.castellan.server.lane;

/** A task that a lane will run at a time. Owned by the lane that it was made on. */
public final class Timer implements Comparable<Timer> {
  final long deadlineNanos;
  final long sequence;
  final Runnable task;
  private boolean cancelled;

  Timer(long deadlineNanos, long sequence, Runnable task) {
    this.deadlineNanos = deadlineNanos;
    this.sequence = sequence;
    this.task = task;
  }

  /** Never run the task. May be called more than once, and after it ran. On the lane only. */
  public void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  @Override
  public int compareTo(Timer other) {
    int byDeadline = Long.compare(deadlineNanos - other.deadlineNanos, 0);
    return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }
}
