package io.castellan.server.zk.tree;

import io.castellan.zk.protocol.EventType;

/**
 * What a watcher is told.
 *
 * @param type what happened
 * @param path to which node
 * @param zxid the change that did it; -1 when it was found out while watches were set again
 */
public record WatchEvent(EventType type, String path, long zxid) {}
