package io.castellan.server.simulation;

/**
 * What links do to messages.
 *
 * @param leastDelayMs how long a message takes at least
 * @param mostDelayMs how long at most, if no earlier one of its link is in front of it
 * @param loss the probability that it never arrives
 * @param repeat the probability that it arrives twice
 * @param ordered whether messages of one link stay in order
 */
public record LinkFaults(
    long leastDelayMs, long mostDelayMs, double loss, double repeat, boolean ordered) {
  /** A good network. */
  public static final LinkFaults NONE = new LinkFaults(0, 2, 0, 0, true);
}
