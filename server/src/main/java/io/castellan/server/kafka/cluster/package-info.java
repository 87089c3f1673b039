/**
 * The cluster as its members see it, and the decisions of its controller. Pure: events come in,
 * effects come out, and nothing here reads a clock, a file or a socket.
 *
 * <p>{@link io.castellan.server.kafka.cluster.ClusterImage} is what a broker answers metadata from:
 * immutable, published as a whole, advanced by {@link
 * io.castellan.server.kafka.cluster.ClusterDelta}. {@link
 * io.castellan.server.kafka.cluster.Controller} holds what only the controller needs, and answers
 * every event with one {@link io.castellan.server.kafka.cluster.ControllerOutput}: what to write
 * into ZooKeeper, what to tell which broker, what everyone is to know. {@code kafka.controller}
 * carries that out.
 *
 * <p>What looks wrong and is right: a decision counts only when its znode has been written, so the
 * controller remembers a wish while the write is on its way and tells nobody before it returns. A
 * partition that no broker has led yet is not in the image, as in a stock broker's cache: a topic
 * becomes visible with its first leader.
 */
@NullMarked
package io.castellan.server.kafka.cluster;

import org.jspecify.annotations.NullMarked;
