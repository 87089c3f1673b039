package io.castellan.server.zk.tree;

import java.util.Map;

/**
 * The state of a server at one zxid, for a snapshot. Immutable.
 *
 * @param zxid the last transaction in it
 * @param sessions the sessions and their timeouts in milliseconds
 * @param tree the tree
 */
public record SnapshotImage(long zxid, Map<Long, Integer> sessions, TreeImage tree) {}
