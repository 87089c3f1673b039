package io.castellan.zk.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The operations of the client protocol and the types of transactions, which share one number
 * space.
 *
 * <p>Every constant carries its wire code. {@link #NOTIFICATION} is never a request, {@link #ERROR}
 * occurs only as a transaction and in the headers of a multi, {@link #DELETE_CONTAINER}, {@link
 * #CREATE_SESSION} are made by servers only.
 */
public enum OpCode {
  /** A server's event; never a request. */
  NOTIFICATION(0),
  /** Creates a node and answers its path. */
  CREATE(1),
  /** Deletes a node. */
  DELETE(2),
  /** Answers a node's stat and may leave a watch, also on a node that is missing. */
  EXISTS(3),
  /** Answers a node's data and stat. */
  GET_DATA(4),
  /** Replaces a node's data. */
  SET_DATA(5),
  /** Answers a node's access control list. */
  GET_ACL(6),
  /** Replaces a node's access control list. */
  SET_ACL(7),
  /** Answers the names of a node's children. */
  GET_CHILDREN(8),
  /** Waits until this server has caught up with the leader. */
  SYNC(9),
  /** Keeps a session alive. */
  PING(11),
  /** Answers the names of a node's children and its stat. */
  GET_CHILDREN2(12),
  /** Compares a node's version; inside a multi only. */
  CHECK(13),
  /** Several writes that happen together or not at all. */
  MULTI(14),
  /** Creates a node and answers its path and stat. */
  CREATE2(15),
  /** Changes the ensemble's configuration. */
  RECONFIG(16),
  /** Asks whether this connection holds a watch. */
  CHECK_WATCHES(17),
  /** Drops watches of this connection. */
  REMOVE_WATCHES(18),
  /** Creates a container node. */
  CREATE_CONTAINER(19),
  /** Deletes an empty container or an expired TTL node; servers only. */
  DELETE_CONTAINER(20),
  /** Creates a node with a time to live. */
  CREATE_TTL(21),
  /** Several reads in one request, each with its own outcome. */
  MULTI_READ(22),
  /** Adds an identity to the connection. */
  AUTH(100),
  /** Leaves watches again after a reconnect. */
  SET_WATCHES(101),
  /** One step of a SASL exchange. */
  SASL(102),
  /** Lists the session's ephemeral nodes. */
  GET_EPHEMERALS(103),
  /** Counts all descendants of a node. */
  GET_ALL_CHILDREN_NUMBER(104),
  /** Leaves watches again after a reconnect, persistent ones included. */
  SET_WATCHES2(105),
  /** Leaves a persistent watch. */
  ADD_WATCH(106),
  /** Lists the connection's identities. */
  WHO_AM_I(107),
  /** Opens a session; never sent by clients, whose first frame stands for it. */
  CREATE_SESSION(-10),
  /** Closes a session and deletes its ephemeral nodes. */
  CLOSE_SESSION(-11),
  /** A transaction that failed when it was planned and changes nothing. */
  ERROR(-1);

  private static final int LOWEST = -11;
  private static final @Nullable OpCode[] BY_CODE = new @Nullable OpCode[107 - LOWEST + 1];

  static {
    for (OpCode op : values()) {
      BY_CODE[op.code - LOWEST] = op;
    }
  }

  private final int code;

  OpCode(int code) {
    this.code = code;
  }

  /** Returns the number that stands for this operation on the wire and in the log. */
  public int code() {
    return code;
  }

  /** Returns the operation with this number, or null when there is none. */
  public static @Nullable OpCode fromCode(int code) {
    int index = code - LOWEST;
    return index >= 0 && index < BY_CODE.length ? BY_CODE[index] : null;
  }
}
