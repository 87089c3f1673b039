package io.castellan.zk.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The state of a client's session as a watch event carries it. Servers only ever send {@link
 * #SYNC_CONNECTED}.
 */
public enum KeeperState {
  /** Not used by servers or clients any more. */
  UNKNOWN(-1),
  /** No connection. */
  DISCONNECTED(0),
  /** Not used by servers or clients any more. */
  NO_SYNC_CONNECTED(1),
  /** Connected to a server that belongs to a quorum. */
  SYNC_CONNECTED(3),
  /** The credentials were refused. */
  AUTH_FAILED(4),
  /** Connected to a server without a quorum, for reading. */
  CONNECTED_READ_ONLY(5),
  /** The SASL exchange is done. */
  SASL_AUTHENTICATED(6),
  /** The client has been closed. */
  CLOSED(7),
  /** The session has expired. */
  EXPIRED(-112);

  private final int code;

  KeeperState(int code) {
    this.code = code;
  }

  /** Returns the number that stands for this state on the wire. */
  public int code() {
    return code;
  }

  /** Returns the state with this number, or null when there is none. */
  public static @Nullable KeeperState fromCode(int code) {
    for (KeeperState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    return null;
  }
}
