/**
 * The connections on which servers vote: one between any two, used both ways, made by whichever has
 * the larger number.
 *
 * <p>What looks wrong and is right: a server with the smaller number connects too, says who it is,
 * and hangs up; that is how it asks the other to connect back. And a message that could not be sent
 * yet is replaced by the next one: only the last vote counts.
 */
@NullMarked
package io.castellan.server.zk.peer.election;

import org.jspecify.annotations.NullMarked;
