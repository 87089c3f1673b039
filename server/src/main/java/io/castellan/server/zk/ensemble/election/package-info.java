/**
 * Who shall lead: the election that every release since 3.4 holds ("fast leader election").
 *
 * <p>Core: messages and the time come in, messages and a result come out. Each server sends its
 * vote to all voters, takes over any vote that beats its own, and is done when a quorum votes as it
 * does and nothing better has come for a while. A server that is not looking answers those who are
 * with its result, so that a late one joins the leader there is.
 *
 * <p><b>What it promises, and what not.</b> Whoever is elected has a log at least as new as those
 * of the quorum that voted for it, for nobody votes for less than it has itself. Two servers may
 * well be elected at once, when messages are slow: that only one of them can lead is Zab's
 * discovery phase's business, not this one's.
 *
 * <p>What looks wrong and is right: votes of one round are kept although their senders may have
 * changed their minds, for a sender says so itself; a server whose log is at zxid -1, which has
 * lost its data, neither counts votes nor is counted; and a vote is compared by less when its
 * sender no longer looks, because the zxid of a leader that serves moves on.
 *
 * <p>Rejected: rounds on stable storage. A server that restarts begins at round 1 and takes over
 * the others' round with the first message; stock does the same and the servers mix.
 */
@NullMarked
package io.castellan.server.zk.ensemble.election;

import org.jspecify.annotations.NullMarked;
