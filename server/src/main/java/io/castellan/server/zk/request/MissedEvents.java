package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.WatchEvent;
import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.EventType;
import io.castellan.zk.protocol.data.Acl;
import java.util.List;

/**
 * Leaves the watches of a client that has come back, and tells it at once of those whose event it
 * has missed: what happened after {@code relativeZxid} and can still be seen in the tree.
 */
record MissedEvents(Client client, long relativeZxid) {
  /** While watches are set again no transaction fires. */
  private static final long NO_ZXID = -1;

  void watchData(List<String> paths) {
    for (String path : paths) {
      Znode node = client.image().find(path);
      if (node == null) {
        tell(EventType.NODE_DELETED, path, List.of());
      } else if (node.mzxid() > relativeZxid) {
        tell(EventType.NODE_DATA_CHANGED, path, node.acl());
      } else {
        client.watches().addData(path, client);
      }
    }
  }

  void watchExists(List<String> paths) {
    for (String path : paths) {
      Znode node = client.image().find(path);
      if (node != null) {
        tell(EventType.NODE_CREATED, path, node.acl());
      } else {
        client.watches().addData(path, client);
      }
    }
  }

  void watchChildren(List<String> paths) {
    for (String path : paths) {
      Znode node = client.image().find(path);
      if (node == null) {
        tell(EventType.NODE_DELETED, path, List.of());
      } else if (node.pzxid() > relativeZxid) {
        tell(EventType.NODE_CHILDREN_CHANGED, path, node.acl());
      } else {
        client.watches().addChild(path, client);
      }
    }
  }

  private void tell(EventType type, String path, List<Acl> acl) {
    client.onEvent(new WatchEvent(type, path, NO_ZXID), acl);
  }
}
