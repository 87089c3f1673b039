package io.castellan.zk.protocol.quorum;

import org.jspecify.annotations.Nullable;

/** What a server is doing, as its election messages say. */
public enum PeerState {
  /** It takes part in an election. */
  LOOKING(0),
  /** It follows a leader and votes. */
  FOLLOWING(1),
  /** It leads. */
  LEADING(2),
  /** It follows a leader and does not vote. */
  OBSERVING(3);

  private static final PeerState[] BY_CODE = values();

  private final int code;

  PeerState(int code) {
    this.code = code;
  }

  /** Returns the number that stands for this state on the wire. */
  public int code() {
    return code;
  }

  /** Returns the state with this number, or null when there is none. */
  public static @Nullable PeerState fromCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
