package io.castellan.server.zk.tree;

/** How long a watch lasts and how far it reaches. One watcher may hold all of them on one path. */
public enum WatchMode {
  /** Fires once. */
  STANDARD(1),
  /** Fires until it is taken back. */
  PERSISTENT(2),
  /** Fires until it is taken back, also for all nodes beneath, but never for a child list. */
  RECURSIVE(4);

  private final int bit;

  WatchMode(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }
}
