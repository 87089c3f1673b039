package io.castellan.server.zk.ensemble;

/**
 * How long the servers of an ensemble wait for one another.
 *
 * @param tickMs {@code tickTime}
 * @param initLimit ticks until a learner has the leader's history, and until a leader has a quorum
 * @param syncLimit ticks for which a leader and a learner may not hear from each other
 */
public record EnsembleTimes(int tickMs, int initLimit, int syncLimit) {
  /** {@code initLimit} in milliseconds. */
  public long initMs() {
    return (long) tickMs * initLimit;
  }

  /** {@code syncLimit} in milliseconds. */
  public long syncMs() {
    return (long) tickMs * syncLimit;
  }

  /** How often {@link Role#onTick} is due: twice a tick. */
  public long heartbeatMs() {
    return Math.max(1, tickMs / 2);
  }
}
