/**
 * A broker's place in its cluster, carried out on the controller lane: its session and registration
 * in ZooKeeper, the election of a controller, and what an elected one reads, writes and tells.
 *
 * <p>{@link io.castellan.server.kafka.controller.ClusterMember} is the door: it starts the
 * membership, publishes the {@link io.castellan.server.kafka.cluster.ClusterImage} that event loops
 * answer from, and takes the wishes of admin requests to {@link
 * io.castellan.server.kafka.controller.TopicAdmin}. The decisions themselves are made in {@code
 * kafka.cluster}; here are only the reads and writes around them.
 *
 * <p>What looks wrong and is right: operations on ZooKeeper that end with a lost connection are
 * simply repeated. Each of them can be: a create that then finds the node there, or a conditional
 * write that then finds a newer version, looks at who made it and goes on from what it finds. What
 * ends with an expired session is dropped instead, because the expiry starts everything anew:
 * registration, election, the reading of the cluster.
 *
 * <p>A controller's writes are fenced: each is a multi that begins with a check of {@code
 * /controller_epoch}. When that check fails another broker has been elected, and this one resigns.
 */
@NullMarked
package io.castellan.server.kafka.controller;

import org.jspecify.annotations.NullMarked;
