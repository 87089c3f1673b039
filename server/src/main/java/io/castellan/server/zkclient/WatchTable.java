package io.castellan.server.zkclient;

import io.castellan.zk.protocol.EventType;
import io.castellan.zk.protocol.message.SetWatches;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The watches that stand at the server, so that they can be left again on the next connection.
 * Paths include the chroot. Owned by the session's event loop.
 */
final class WatchTable {
  /** The three kinds that setWatches tells apart. */
  enum Kind {
    /** The node was read. */
    DATA,
    /** The node was looked for; where it stands depends on whether it was found. */
    EXISTS,
    /** The node's children were listed. */
    CHILD
  }

  /**
   * Paths of one setWatches request, in chars: it must fit into the server's frame beside nothing
   * else, and stock clients split at the same size (ZOOKEEPER-706).
   */
  private static final int MAX_CHARS_PER_REQUEST = 128 * 1024;

  private final Set<String> data = new HashSet<>();
  private final Set<String> missing = new HashSet<>();
  private final Set<String> child = new HashSet<>();

  void add(Kind kind, String path, boolean found) {
    switch (kind) {
      case DATA -> data.add(path);
      case EXISTS -> (found ? data : missing).add(path);
      case CHILD -> child.add(path);
    }
  }

  /** A watch has fired: forget what it used up. */
  void onEvent(EventType type, String path) {
    switch (type) {
      case NODE_CREATED, NODE_DATA_CHANGED -> {
        data.remove(path);
        missing.remove(path);
      }
      case NODE_CHILDREN_CHANGED -> child.remove(path);
      case NODE_DELETED -> {
        data.remove(path);
        missing.remove(path);
        child.remove(path);
      }
      case NONE, DATA_WATCH_REMOVED, CHILD_WATCH_REMOVED, PERSISTENT_WATCH_REMOVED -> {}
    }
  }

  void clear() {
    data.clear();
    missing.clear();
    child.clear();
  }

  /** The requests that leave every watch again and ask for what was missed since a zxid. */
  List<SetWatches.Request> requests(long lastZxid) {
    List<SetWatches.Request> requests = new ArrayList<>();
    Batch batch = new Batch(lastZxid, requests);
    for (String path : data) {
      batch.room(path).data.add(path);
    }
    for (String path : missing) {
      batch.room(path).missing.add(path);
    }
    for (String path : child) {
      batch.room(path).child.add(path);
    }
    batch.flush();
    return requests;
  }

  /** Collects paths until a request is full. */
  private static final class Batch {
    private final long lastZxid;
    private final List<SetWatches.Request> full;
    private List<String> data = new ArrayList<>();
    private List<String> missing = new ArrayList<>();
    private List<String> child = new ArrayList<>();
    private int chars;

    Batch(long lastZxid, List<SetWatches.Request> full) {
      this.lastZxid = lastZxid;
      this.full = full;
    }

    Batch room(String path) {
      if (chars + path.length() > MAX_CHARS_PER_REQUEST) {
        flush();
      }
      chars += path.length();
      return this;
    }

    void flush() {
      if (chars > 0) {
        full.add(new SetWatches.Request(lastZxid, data, missing, child));
        data = new ArrayList<>();
        missing = new ArrayList<>();
        child = new ArrayList<>();
        chars = 0;
      }
    }
  }
}
