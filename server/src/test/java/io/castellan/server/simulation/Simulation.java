package io.castellan.server.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Events in virtual time, in an order that the seed decides: of two that are due at the same
 * millisecond either may come first.
 */
public final class Simulation {
  private static final int TRACE_LINES = 400;

  private final long seed;
  private final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Invariant> invariants = new ArrayList<>();
  private final Deque<String> trace = new ArrayDeque<>();
  private long nowMs;
  private long eventCount;

  /** A world of its own for each seed. */
  public Simulation(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  private record Event(long atMs, int order, long number, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      if (atMs != other.atMs) {
        return Long.compare(atMs, other.atMs);
      }
      return order != other.order
          ? Integer.compare(order, other.order)
          : Long.compare(number, other.number);
    }
  }

  /** The virtual time. */
  public long nowMs() {
    return nowMs;
  }

  /** The source of all chance. */
  public Random random() {
    return random;
  }

  /** Returns a number from a range, both ends included. */
  public long between(long first, long last) {
    return first + (long) (random.nextDouble() * (last - first + 1));
  }

  /** Returns true with a probability. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** To be checked after every event from now on. */
  public void check(Invariant invariant) {
    invariants.add(invariant);
  }

  /** Something will happen. */
  public void after(long delayMs, Runnable action) {
    events.add(new Event(nowMs + Math.max(delayMs, 0), random.nextInt(), eventCount++, action));
  }

  /** Remembers a line for the report of a failure. */
  public void trace(String line) {
    if (trace.size() == TRACE_LINES) {
      trace.removeFirst();
    }
    trace.addLast(nowMs + " " + line);
  }

  /** Lets time pass. */
  public void runFor(long ms) {
    long untilMs = nowMs + ms;
    while (!events.isEmpty() && events.peek().atMs <= untilMs) {
      step();
    }
    nowMs = untilMs;
  }

  /**
   * Lets time pass until something holds.
   *
   * @throws AssertionError if it does not within {@code limitMs}
   */
  public void runUntil(String what, long limitMs, BooleanSupplier condition) {
    long untilMs = nowMs + limitMs;
    while (!condition.getAsBoolean()) {
      if (events.isEmpty() || events.peek().atMs > untilMs) {
        throw failure(new AssertionError("not within " + limitMs + " virtual ms: " + what));
      }
      step();
    }
  }

  private void step() {
    Event event = events.remove();
    nowMs = event.atMs;
    try {
      event.action.run();
      invariants.forEach(Invariant::check);
    } catch (AssertionError | RuntimeException e) {
      throw failure(e);
    }
  }

  private AssertionError failure(Throwable cause) {
    return new AssertionError(
        "seed "
            + seed
            + " at "
            + nowMs
            + " ms: "
            + cause.getMessage()
            + "\n"
            + String.join("\n", trace),
        cause);
  }
}
