package io.castellan.server.zk.tool;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the nodes of a snapshot, and by the way finds out whether it can be read. */
final class NodeCount implements SnapshotVisitor {
  private long nodes;

  long nodes() {
    return nodes;
  }

  @Override
  public void loadNode(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    nodes++;
  }
}
