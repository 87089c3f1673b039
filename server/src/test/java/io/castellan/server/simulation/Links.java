package io.castellan.server.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A link from each host to each other one. Messages of a link arrive in order, as on a connection,
 * unless the links are told otherwise; those of different links overtake each other at will.
 *
 * @param <M> a message
 */
public final class Links<M> {
  private final Simulation simulation;
  private final Receiver<M> receiver;
  private final Map<Link, Long> lastArrivalMs = new HashMap<>();
  private final Map<Link, Integer> generations = new HashMap<>();
  private final Set<Link> cut = new HashSet<>();
  private LinkFaults faults = LinkFaults.NONE;

  /** Where messages arrive; the host may be down. */
  @FunctionalInterface
  public interface Receiver<M> {
    /** A message has arrived. */
    void onMessage(int from, int to, M message);
  }

  private record Link(int from, int to) {}

  /** Links without faults. */
  public Links(Simulation simulation, Receiver<M> receiver) {
    this.simulation = simulation;
    this.receiver = receiver;
  }

  /** What happens to messages that are sent from now on. */
  public void faults(LinkFaults happening) {
    faults = happening;
  }

  /** Nothing gets from one host to another any more, though perhaps back. */
  public void cut(int from, int to) {
    cut.add(new Link(from, to));
    reset(from, to);
  }

  /** Whether a host's messages get to another. */
  public boolean isCut(int from, int to) {
    return cut.contains(new Link(from, to));
  }

  /** Every link works again, without what was under way when it was cut. */
  public void heal() {
    cut.clear();
  }

  /** What is under way on a link is lost, as when a connection breaks. */
  public void reset(int from, int to) {
    generations.merge(new Link(from, to), 1, Integer::sum);
  }

  /** Sends a message, which may be late, lost, or there twice. */
  public void send(int from, int to, M message) {
    Link link = new Link(from, to);
    if (cut.contains(link) || simulation.chance(faults.loss())) {
      simulation.trace(from + " -> " + to + " lost " + message);
      return;
    }
    carry(link, message);
    if (simulation.chance(faults.repeat())) {
      carry(link, message);
    }
  }

  private void carry(Link link, M message) {
    long arrivalMs =
        simulation.nowMs() + simulation.between(faults.leastDelayMs(), faults.mostDelayMs());
    if (faults.ordered()) {
      // One later than the last, for events of one millisecond have no order.
      arrivalMs = Math.max(arrivalMs, lastArrivalMs.getOrDefault(link, -1L) + 1);
      lastArrivalMs.put(link, arrivalMs);
    }
    int generation = generations.getOrDefault(link, 0);
    simulation.after(
        arrivalMs - simulation.nowMs(),
        () -> {
          if (generation == generations.getOrDefault(link, 0)) {
            simulation.trace(link.from + " -> " + link.to + " " + message);
            receiver.onMessage(link.from, link.to, message);
          }
        });
  }
}
