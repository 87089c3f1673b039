package io.castellan.server.zkclient;

import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.data.Acl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One write of a {@link ZkClient#multi}; paths are without the chroot. */
public sealed interface ZkWrite {

  /** The node that is written or checked. */
  String path();

  /** Make a node. */
  record CreateNode(String path, byte @Nullable [] data, List<Acl> acl, CreateMode mode)
      implements ZkWrite {}

  /**
   * Replace a node's data.
   *
   * @param version the version that it must have, or -1 for any
   */
  record SetNode(String path, byte @Nullable [] data, int version) implements ZkWrite {}

  /**
   * Delete a node.
   *
   * @param version the version that it must have, or -1 for any
   */
  record DeleteNode(String path, int version) implements ZkWrite {}

  /**
   * Fail the multi unless a node has a version.
   *
   * @param version the version that it must have, or -1 for any, when it must only exist
   */
  record CheckVersion(String path, int version) implements ZkWrite {}
}
