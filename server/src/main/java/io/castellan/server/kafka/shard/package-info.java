/**
 * Coordinators as replicated state machines: decide, append, replay, answer.
 *
 * <p>A shard is the state behind one partition of an internal topic. A request is decided on the
 * shard's lane against its state; what must outlive us becomes records, appended to the partition
 * with acks=all; only when they are committed does the decision take effect and the answer leave. A
 * broker that takes the partition over replays its records and has the same state. So that it need
 * not replay what was written for years, {@link io.castellan.server.kafka.shard.ShardCheckpoints}
 * keep the last value of every key up to some offset; they are derived and may be deleted.
 *
 * <p>{@link io.castellan.server.kafka.shard.ShardRuntime} is the shell (lanes, the log, timers);
 * the shards themselves are pure.
 */
@NullMarked
package io.castellan.server.kafka.shard;

import org.jspecify.annotations.NullMarked;
