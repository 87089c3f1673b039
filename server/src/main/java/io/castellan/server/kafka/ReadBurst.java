package io.castellan.server.kafka;

import io.castellan.server.lane.Lane;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests that one read of a connection brings. What they put into the queues of lanes is
 * handed over together, at the burst's end: a lane finds all of it, and can write it at once. Owned
 * by the connection's event loop.
 *
 * <p>An idle lane is not even woken: the event loop holds it and runs the tasks itself, so that a
 * request is answered without a change of threads. Not so when there are many, which two threads
 * have done sooner, nor when the one that brings them says that they may take long.
 */
public final class ReadBurst {
  /**
   * After so many tasks the lanes are woken though the burst goes on: then they have enough to
   * write at once, and the event loop can read on meanwhile.
   */
  private static final int MAX_WAITING = 16;

  private final List<Lane> lanes = new ArrayList<>(1);
  private boolean reading;
  private boolean here;
  private int waiting;

  /** A request has been read, and {@link #end} will follow. */
  void begin() {
    reading = true;
  }

  /** The connection has nothing more to read as of now: see to it that the tasks run. */
  void end() {
    reading = false;
    for (int i = 0; i < lanes.size(); i++) {
      if (here) {
        lanes.get(i).runHere();
      } else {
        lanes.get(i).wake();
      }
    }
    lanes.clear();
    waiting = 0;
  }

  /**
   * Run a task on a lane. On the event loop.
   *
   * @param mayRunHere whether the event loop may hold the lane for it
   */
  public void execute(Lane lane, Runnable task, boolean mayRunHere) {
    if (!reading) {
      lane.execute(task);
      return;
    }
    lane.enqueue(task);
    here = mayRunHere && (here || waiting == 0);
    if (!lanes.contains(lane)) {
      lanes.add(lane);
    }
    if (++waiting >= MAX_WAITING) {
      lanes.forEach(Lane::wake);
      lanes.clear();
      waiting = 1; // and the rest is not run here
      here = false;
    }
  }
}
