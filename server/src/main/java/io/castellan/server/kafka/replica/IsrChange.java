package io.castellan.server.kafka.replica;

import java.util.List;

/**
 * What a leader asks the controller, or the state znode, to make of the ISR.
 *
 * @param isr broker ids
 * @param brokerEpochs of the same brokers, the registrations that they fetch under; -1 for one that
 *     does not say, and for the leader itself
 * @param leaderEpoch the asking leader's
 * @param partitionEpoch the version of the state that the change is based on
 */
public record IsrChange(
    List<Integer> isr, List<Long> brokerEpochs, int leaderEpoch, int partitionEpoch) {
  /** Copies the lists. */
  public IsrChange {
    isr = List.copyOf(isr);
    brokerEpochs = List.copyOf(brokerEpochs);
  }
}
