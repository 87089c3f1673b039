package io.castellan.zk.protocol;

import org.jspecify.annotations.Nullable;

/** What kind of node a create request asks for; the code is the request's {@code flags} field. */
public enum CreateMode {
  /** A node that stays until it is deleted. */
  PERSISTENT(0, false, false, false, false),
  /** A node that goes when its session closes. */
  EPHEMERAL(1, true, false, false, false),
  /** A persistent node whose name gets a number. */
  PERSISTENT_SEQUENTIAL(2, false, true, false, false),
  /** An ephemeral node whose name gets a number. */
  EPHEMERAL_SEQUENTIAL(3, true, true, false, false),
  /** A node that the server deletes once its last child is gone. */
  CONTAINER(4, false, false, true, false),
  /**
   * A persistent node that the server deletes when it has no children and has not changed for its
   * time to live.
   */
  PERSISTENT_WITH_TTL(5, false, false, false, true),
  /** As {@link #PERSISTENT_WITH_TTL}, with a number at the end of its name. */
  PERSISTENT_SEQUENTIAL_WITH_TTL(6, false, true, false, true);

  private static final CreateMode[] BY_FLAGS = values();

  private final int flags;
  private final boolean ephemeral;
  private final boolean sequential;
  private final boolean container;
  private final boolean ttl;

  CreateMode(int flags, boolean ephemeral, boolean sequential, boolean container, boolean ttl) {
    this.flags = flags;
    this.ephemeral = ephemeral;
    this.sequential = sequential;
    this.container = container;
    this.ttl = ttl;
  }

  /** Returns the value of the request's {@code flags} field. */
  public int flags() {
    return flags;
  }

  /** Returns whether the node goes with its session. */
  public boolean isEphemeral() {
    return ephemeral;
  }

  /** Returns whether the server appends a number to the name. */
  public boolean isSequential() {
    return sequential;
  }

  /** Returns whether the node is a container. */
  public boolean isContainer() {
    return container;
  }

  /** Returns whether the node has a time to live. */
  public boolean isTtl() {
    return ttl;
  }

  /** Returns the mode that these flags stand for, or null when there is none. */
  public static @Nullable CreateMode fromFlags(int flags) {
    return flags >= 0 && flags < BY_FLAGS.length ? BY_FLAGS[flags] : null;
  }
}
