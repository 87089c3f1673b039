package io.castellan.server.zk.txn;

/**
 * What a planner may decide by, besides the tree.
 *
 * @param listClosedPaths whether the transaction that closes a session lists its nodes ({@code
 *     zookeeper.closeSessionTxn.enabled}, ZOOKEEPER-3145)
 * @param reconfigEnabled whether the ensemble may be reconfigured
 */
public record PlannerSettings(boolean listClosedPaths, boolean reconfigEnabled) {
  /** What a stock server does unless it is told otherwise. */
  public static final PlannerSettings DEFAULT = new PlannerSettings(true, false);
}
