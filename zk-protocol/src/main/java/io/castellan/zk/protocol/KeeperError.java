package io.castellan.zk.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The error codes of ZooKeeper's replies, named as the stock clients name them.
 *
 * <p>Codes above {@link #API_ERROR} speak of the system or of the request's form, codes below it of
 * the state that the request met.
 */
public enum KeeperError {
  /** No error. */
  OK(0),
  /** Border: something in the system failed. */
  SYSTEM_ERROR(-1),
  /** In a failed multi: an operation after the one that failed. */
  RUNTIME_INCONSISTENCY(-2),
  /** The stored state contradicts itself. */
  DATA_INCONSISTENCY(-3),
  /** The client lost its connection; never sent. */
  CONNECTION_LOSS(-4),
  /** The request could not be decoded. */
  MARSHALLING_ERROR(-5),
  /** The operation is unknown or switched off. */
  UNIMPLEMENTED(-6),
  /** The client gave up waiting; never sent. */
  OPERATION_TIMEOUT(-7),
  /** A path, flag, time to live or watch mode is not allowed. */
  BAD_ARGUMENTS(-8),
  /** The session is not known. */
  UNKNOWN_SESSION(-12),
  /** No quorum of the new configuration is in step with the leader. */
  NEW_CONFIG_NO_QUORUM(-13),
  /** Another change of the configuration is under way. */
  RECONFIG_IN_PROGRESS(-14),
  /** Border: errors below it are the user's. */
  API_ERROR(-100),
  /** The node does not exist. */
  NO_NODE(-101),
  /** The identities of the connection do not suffice. */
  NO_AUTH(-102),
  /** The version given is not the node's. */
  BAD_VERSION(-103),
  /** An ephemeral node cannot have children. */
  NO_CHILDREN_FOR_EPHEMERALS(-108),
  /** The node exists already. */
  NODE_EXISTS(-110),
  /** The node has children. */
  NOT_EMPTY(-111),
  /** The session has expired. */
  SESSION_EXPIRED(-112),
  /** The client's callback is not valid; never sent. */
  INVALID_CALLBACK(-113),
  /** The access control list is empty or names an impossible identity. */
  INVALID_ACL(-114),
  /** The credentials were refused. */
  AUTH_FAILED(-115),
  /** The session lives on another server now; closes the connection instead of being sent. */
  SESSION_MOVED(-118),
  /** A write on a server that only reads. */
  NOT_READ_ONLY(-119),
  /** A local session cannot own an ephemeral node. */
  EPHEMERAL_ON_LOCAL_SESSION(-120),
  /** The connection holds no such watch. */
  NO_WATCHER(-121),
  /** The client gave up waiting; never sent. */
  REQUEST_TIMEOUT(-122),
  /** Changes of the configuration are switched off. */
  RECONFIG_DISABLED(-123),
  /** The server asks for an authentication that the connection has not made. */
  SESSION_CLOSED_REQUIRE_SASL_AUTH(-124),
  /** A hard quota would be exceeded. */
  QUOTA_EXCEEDED(-125),
  /** The request waited too long under throttling. */
  THROTTLED_OP(-127);

  private static final @Nullable KeeperError[] BY_NEGATED_CODE = new @Nullable KeeperError[128];

  static {
    for (KeeperError error : values()) {
      BY_NEGATED_CODE[-error.code] = error;
    }
  }

  private final int code;

  KeeperError(int code) {
    this.code = code;
  }

  /** Returns the number that stands for this error on the wire. */
  public int code() {
    return code;
  }

  /** Returns the error with this number, or null when there is none. */
  public static @Nullable KeeperError fromCode(int code) {
    return code <= 0 && code > -BY_NEGATED_CODE.length ? BY_NEGATED_CODE[-code] : null;
  }
}
