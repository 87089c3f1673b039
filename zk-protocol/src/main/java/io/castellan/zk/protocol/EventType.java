package io.castellan.zk.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a watch event tells. Servers send the four {@code NODE_} types; the others are made by
 * clients for their own callers.
 */
public enum EventType {
  /** The state of the session changed. */
  NONE(-1),
  /** The node was created. */
  NODE_CREATED(1),
  /** The node was deleted. */
  NODE_DELETED(2),
  /** The node's data was replaced. */
  NODE_DATA_CHANGED(3),
  /** A child was created or deleted. */
  NODE_CHILDREN_CHANGED(4),
  /** A data watch was taken back. */
  DATA_WATCH_REMOVED(5),
  /** A child watch was taken back. */
  CHILD_WATCH_REMOVED(6),
  /** A persistent watch was taken back. */
  PERSISTENT_WATCH_REMOVED(7);

  private final int code;

  EventType(int code) {
    this.code = code;
  }

  /** Returns the number that stands for this type on the wire. */
  public int code() {
    return code;
  }

  /** Returns the type with this number, or null when there is none. */
  public static @Nullable EventType fromCode(int code) {
    for (EventType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
