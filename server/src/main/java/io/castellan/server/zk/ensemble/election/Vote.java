package io.castellan.server.zk.ensemble.election;

/**
 * Who should lead, and why.
 *
 * @param leader the server
 * @param zxid the last transaction in its log
 * @param peerEpoch the epoch whose history it has
 */
public record Vote(long leader, long zxid, long peerEpoch) {
  /** What a server without a vote of its own begins with: every vote beats it. */
  public static final Vote NOBODY = new Vote(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);

  /** Whether this vote is the better one: by epoch, then by zxid, then by the server's number. */
  public boolean beats(Vote other) {
    if (peerEpoch != other.peerEpoch) {
      return peerEpoch > other.peerEpoch;
    }
    if (zxid != other.zxid) {
      return zxid > other.zxid;
    }
    return leader > other.leader;
  }
}
