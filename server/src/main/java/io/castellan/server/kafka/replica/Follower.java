package io.castellan.server.kafka.replica;

/** What the leader knows of one follower. */
final class Follower {
  private static final long UNKNOWN = -1;

  private final int brokerId;
  private long logEndOffset = UNKNOWN;
  private long logStartOffset = UNKNOWN;
  private long brokerEpoch = UNKNOWN;
  private long lastCaughtUpMs;
  private long lastFetchMs;
  private long leaderEndAtLastFetch = UNKNOWN;

  Follower(int brokerId) {
    this.brokerId = brokerId;
  }

  int brokerId() {
    return brokerId;
  }

  /** Up to where, exclusively, it has the log; -1 before its first fetch. */
  long logEndOffset() {
    return logEndOffset;
  }

  /** Where its log begins; -1 while it has not said. */
  long logStartOffset() {
    return logStartOffset;
  }

  /** The epoch of the broker's registration that it fetches under; -1 while it has not said. */
  long brokerEpoch() {
    return brokerEpoch;
  }

  /**
   * A new decision of the controller.
   *
   * @param newLeader whether somebody else led before: what is known of it is of another log
   * @param inSync whether the decision has it in the ISR: it has from now the usual time to show up
   */
  void onDecision(boolean newLeader, boolean inSync, long leaderEnd, long nowMs) {
    lastCaughtUpMs = inSync ? nowMs : 0;
    if (newLeader) {
      logEndOffset = UNKNOWN;
      logStartOffset = UNKNOWN;
      brokerEpoch = UNKNOWN;
      leaderEndAtLastFetch = UNKNOWN;
      lastFetchMs = 0;
    } else {
      leaderEndAtLastFetch = leaderEnd;
      lastFetchMs = inSync ? nowMs : 0;
    }
  }

  /**
   * It fetches from an offset, so it has what is before. It has caught up as of now when that is
   * our log's end, and as of its fetch before when it is where our log ended then: else a follower
   * that fetches as fast as we append would never count as caught up.
   */
  void onFetch(long fetchOffset, long startOffset, long fetchEpoch, long leaderEnd, long nowMs) {
    if (fetchOffset >= leaderEnd) {
      lastCaughtUpMs = Math.max(lastCaughtUpMs, nowMs);
    } else if (leaderEndAtLastFetch != UNKNOWN && fetchOffset >= leaderEndAtLastFetch) {
      lastCaughtUpMs = Math.max(lastCaughtUpMs, lastFetchMs);
    }
    logEndOffset = fetchOffset;
    logStartOffset = startOffset;
    brokerEpoch = fetchEpoch;
    leaderEndAtLastFetch = leaderEnd;
    lastFetchMs = nowMs;
  }

  boolean isCaughtUp(long leaderEnd, long nowMs, long lagLimitMs) {
    return logEndOffset == leaderEnd || nowMs - lastCaughtUpMs <= lagLimitMs;
  }
}
