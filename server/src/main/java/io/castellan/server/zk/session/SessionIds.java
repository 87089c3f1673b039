package io.castellan.server.zk.session;

/** Gives out the numbers of new sessions. Owned by the ensemble lane. */
public final class SessionIds {
  private static final int SERVER_SHIFT = 56;

  private long next;

  /**
   * Starts where no earlier start of this server can have come.
   *
   * @param serverId goes into the top byte, so that no two servers give out the same number
   * @param nowMs any clock that is later than at the last start
   */
  public SessionIds(long serverId, long nowMs) {
    next = nowMs << 24 >>> 8 | serverId << SERVER_SHIFT;
    skipReserved();
  }

  /** A number that was never given out. */
  public long next() {
    long id = next++;
    skipReserved();
    return id;
  }

  /** As an owner of nodes, this number stands for a container. */
  private void skipReserved() {
    if (next == Long.MIN_VALUE) {
      next++;
    }
  }
}
