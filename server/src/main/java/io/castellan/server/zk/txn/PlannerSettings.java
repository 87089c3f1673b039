package io.castellan.server.zk.txn;

/**
 * What a planner may decide by, besides the tree.
 *
 * @param listClosedPaths whether the transaction that closes a session lists its nodes ({@code
 *     zookeeper.closeSessionTxn.enabled}, ZOOKEEPER-3145)
 * @param reconfigEnabled whether the ensemble may be reconfigured
 * @param enforceQuota whether quotas are looked at ({@code zookeeper.enforceQuota}, ZOOKEEPER-3301)
 */
public record PlannerSettings(
    boolean listClosedPaths, boolean reconfigEnabled, boolean enforceQuota) {
  /** What a stock server does unless it is told otherwise. */
  public static final PlannerSettings DEFAULT = new PlannerSettings(true, false, false);
}
