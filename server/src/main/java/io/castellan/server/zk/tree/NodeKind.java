package io.castellan.server.zk.tree;

/** What decides when a node goes by itself; it is read from the node's stored owner. */
public enum NodeKind {
  /** Never. */
  PERSISTENT,
  /** When the session that owns it closes. */
  EPHEMERAL,
  /** Some time after its last child has gone. */
  CONTAINER,
  /** When it has had neither children nor a change for its time to live. */
  TTL;

  /** The stored owner of a container. */
  public static final long CONTAINER_OWNER = Long.MIN_VALUE;

  /** The longest time to live, in milliseconds. */
  public static final long MAX_TTL_MS = (1L << 40) - 1;

  private static final int TOP_BYTE_SHIFT = 56;
  private static final int FEATURE_SHIFT = 40;
  private static final long EXTENDED = 0xff;
  private static final long TTL_FEATURE = 0;

  /** The kind of a node with this stored owner. */
  public static NodeKind of(long owner, TreeRules rules) {
    if (owner == 0) {
      return PERSISTENT;
    } else if (owner == CONTAINER_OWNER) {
      return CONTAINER;
    } else if (rules.extendedTypes()
        && (owner >>> FEATURE_SHIFT == (EXTENDED << 16 | TTL_FEATURE)
            || (rules.ttlNodesOf353() && owner < 0))) {
      return TTL;
    }
    return EPHEMERAL;
  }

  /** The stored owner of a node with this time to live. */
  public static long ttlOwner(long ttlMs) {
    return EXTENDED << TOP_BYTE_SHIFT | ttlMs;
  }

  /** The time to live of a {@link #TTL} node with this stored owner, in milliseconds. */
  public static long ttlMs(long owner) {
    return owner & MAX_TTL_MS;
  }
}
