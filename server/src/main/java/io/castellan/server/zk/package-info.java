/**
 * The ZooKeeper server: its listener, its connections, and the class that puts the rooms together.
 *
 * <p>A request's way: {@link io.castellan.server.zk.ZkConnection} cuts and decodes it on the event
 * loop, hands what one read of the socket brought to the ensemble lane as one task, and there
 * {@link io.castellan.server.zk.request.Client} has it answered in the order of its connection.
 */
@NullMarked
package io.castellan.server.zk;

import org.jspecify.annotations.NullMarked;
