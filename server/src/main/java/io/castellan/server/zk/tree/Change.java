package io.castellan.server.zk.tree;

/**
 * One thing that a transaction did to the tree.
 *
 * @param kind what was done
 * @param path to which node
 * @param node the node after the change; before it, if it was deleted
 * @param parent its parent after the change; the node itself where the parent has not changed
 */
public record Change(Kind kind, String path, Znode node, Znode parent) {
  /** What can be done to a node. */
  public enum Kind {
    /** It was created. */
    CREATED,
    /** It was deleted. */
    DELETED,
    /** Its data was replaced. */
    DATA_SET,
    /** Its access control list was replaced. */
    ACL_SET
  }
}
