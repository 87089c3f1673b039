package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.txn.PlannedTxn;
import java.util.List;

/**
 * What must happen next, in this order.
 *
 * @param toLog to be appended to the log and forced; {@link Role#onForced} tells when that is done
 * @param committed to be applied to the tree, in order; then their clients may be answered
 */
public record Effects(List<PlannedTxn> toLog, List<PlannedTxn> committed) {
  /** Nothing. */
  public static final Effects NONE = new Effects(List.of(), List.of());

  static Effects log(PlannedTxn txn) {
    return new Effects(List.of(txn), List.of());
  }

  static Effects commit(List<PlannedTxn> txns) {
    return new Effects(List.of(), txns);
  }
}
