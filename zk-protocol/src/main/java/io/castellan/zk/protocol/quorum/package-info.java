/**
 * What servers of an ensemble say to one another: packets between learner and leader, and the
 * messages of an election.
 *
 * <p>What looks wrong and is right: packets between learner and leader follow one another without a
 * length in front, so their end is found by walking over their fields; and an introduction or an
 * election message is understood by its length, because older releases send shorter ones and no
 * version.
 */
@NullMarked
package io.castellan.zk.protocol.quorum;

import org.jspecify.annotations.NullMarked;
