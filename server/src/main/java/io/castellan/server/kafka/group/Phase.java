package io.castellan.server.kafka.group;

/**
 * The clock of a rebalance: when the joins, or then the syncs, end whoever is missing. Owned by its
 * group.
 *
 * <p>The first members of an empty group are given time to gather: a delay, which starts anew as
 * long as somebody came during it, up to the rebalance timeout (KIP-134).
 */
final class Phase {
  private final int delayMs;
  private long endsMs = Long.MAX_VALUE;
  private boolean gathering;
  private long gatheringLeftMs;
  private boolean newcomer;

  Phase(int delayMs) {
    this.delayMs = delayMs;
  }

  /** Wait for joins or syncs this long. */
  void start(long nowMs, int timeoutMs) {
    gathering = false;
    endsMs = nowMs + timeoutMs;
  }

  /** Wait for the first members of an empty group. */
  void startGathering(long nowMs, int timeoutMs) {
    if (delayMs <= 0) {
      start(nowMs, timeoutMs);
      return;
    }
    gathering = true;
    gatheringLeftMs = Math.max(timeoutMs - delayMs, 0);
    newcomer = false;
    endsMs = nowMs + delayMs;
  }

  /** Somebody came. */
  void onNewcomer() {
    newcomer = true;
  }

  /** Whether joins wait for others who may come, and not only for those who are known. */
  boolean isGathering() {
    return gathering;
  }

  long endsMs() {
    return endsMs;
  }

  boolean isOver(long nowMs) {
    return endsMs <= nowMs;
  }

  /** At its end: give those who gather another delay if somebody came, or be over for good. */
  boolean extend(long nowMs) {
    if (!gathering || !newcomer || gatheringLeftMs == 0) {
      gathering = false;
      return false;
    }
    long extraMs = Math.min(delayMs, gatheringLeftMs);
    gatheringLeftMs -= extraMs;
    newcomer = false;
    endsMs = nowMs + extraMs;
    return true;
  }

  /** Wait for nobody any more. */
  void stop() {
    endsMs = Long.MAX_VALUE;
  }
}
