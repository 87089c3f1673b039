package io.castellan.server.zk.tree;

/**
 * How the nodes of a tree are read and summed up.
 *
 * @param digesting whether the digest over the tree is kept ({@code zookeeper.digest.enabled})
 * @param extendedTypes whether nodes may have a time to live ({@code
 *     zookeeper.extendedTypesEnabled}); a top byte of 0xff in a node's owner means nothing without
 * @param ttlNodesOf353 whether nodes with a time to live that release 3.5.3 has written are known
 *     as such ({@code zookeeper.emulate353TTLNodes}); they are written as by later ones
 */
public record TreeRules(boolean digesting, boolean extendedTypes, boolean ttlNodesOf353) {
  /** What a stock server does unless it is told otherwise. */
  public static final TreeRules DEFAULT = new TreeRules(true, false, false);
}
