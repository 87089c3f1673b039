package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.WatchMode;
import io.castellan.server.zk.tree.WatchTable;
import io.castellan.zk.protocol.jute.JuteException;

/** Which watches a client means when it asks for them or takes them back. */
enum WatchKind {
  /** Those that getChildren left. */
  CHILDREN(1),
  /** Those that exists and getData left. */
  DATA(2),
  /** All of them. */
  ANY(3),
  /** Persistent ones. */
  PERSISTENT(4),
  /** Persistent recursive ones. */
  PERSISTENT_RECURSIVE(5);

  private final int code;

  WatchKind(int code) {
    this.code = code;
  }

  static WatchKind ofRequest(int code) {
    for (WatchKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw JuteException.of("watcher type", code, "1..5");
  }

  boolean isHeld(String path, Client client) {
    WatchTable table = client.watches();
    return switch (this) {
      case CHILDREN -> table.holds(path, client, true, WatchMode.STANDARD);
      case DATA -> table.holds(path, client, false, WatchMode.STANDARD);
      case PERSISTENT -> table.holds(path, client, false, WatchMode.PERSISTENT);
      case PERSISTENT_RECURSIVE -> table.holds(path, client, false, WatchMode.RECURSIVE);
      case ANY ->
          CHILDREN.isHeld(path, client)
              || DATA.isHeld(path, client)
              || PERSISTENT.isHeld(path, client)
              || PERSISTENT_RECURSIVE.isHeld(path, client);
    };
  }

  /** Every one of them is taken back, whichever it is that was held. */
  boolean remove(String path, Client client) {
    WatchTable table = client.watches();
    boolean removed = false;
    if (this == CHILDREN || this == ANY) {
      removed |= table.remove(path, client, true, WatchMode.STANDARD);
    }
    if (this == DATA || this == ANY) {
      removed |= table.remove(path, client, false, WatchMode.STANDARD);
    }
    if (this == PERSISTENT || this == ANY) {
      removed |= table.remove(path, client, true, WatchMode.PERSISTENT);
      removed |= table.remove(path, client, false, WatchMode.PERSISTENT);
    }
    if (this == PERSISTENT_RECURSIVE || this == ANY) {
      removed |= table.remove(path, client, false, WatchMode.RECURSIVE);
    }
    return removed;
  }
}
