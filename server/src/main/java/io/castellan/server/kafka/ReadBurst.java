package io.castellan.server.kafka;

import io.castellan.server.lane.Lane;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests that one read of a connection brings. What they put into the queues of lanes is
 * handed over together: a lane is woken once, at the burst's end, and finds all of it, which it can
 * then write at once. Owned by the connection's event loop.
 *
 * <p>A lane that runs anyway takes its tasks at once; the burst only spares the wake-ups.
 */
public final class ReadBurst {
  /**
   * After so many tasks a lane is woken though the burst goes on: then it has enough to write at
   * once, and the two can work at the same time.
   */
  private static final int MAX_WAITING = 32;

  private final List<Lane> asleep = new ArrayList<>(1);
  private boolean reading;
  private int waiting;

  /** A request has been read, and {@link #end} will follow. */
  void begin() {
    reading = true;
  }

  /** The connection has nothing more to read as of now: wake the lanes. */
  void end() {
    reading = false;
    wake();
  }

  /** Run a task on a lane. On the event loop. */
  public void execute(Lane lane, Runnable task) {
    if (!reading) {
      lane.execute(task);
      return;
    }
    lane.enqueue(task);
    if (!asleep.contains(lane)) {
      asleep.add(lane);
    }
    if (++waiting >= MAX_WAITING) {
      wake();
    }
  }

  private void wake() {
    waiting = 0;
    for (int i = 0; i < asleep.size(); i++) {
      asleep.get(i).wake();
    }
    asleep.clear();
  }
}
