package io.castellan.server.kafka.replica;

/** Which brokers live, as far as this one has heard. */
@FunctionalInterface
public interface Membership {
  /** Whoever asks is let in: for a controller that checks by itself. */
  Membership ALL = (brokerId, brokerEpoch) -> true;

  /**
   * Whether a replica may join the ISR: its broker is registered, not shutting down, and not
   * registered anew since the replica last fetched.
   *
   * @param brokerEpoch the registration that it fetches under; -1 when it does not say
   */
  boolean mayJoin(int brokerId, long brokerEpoch);
}
