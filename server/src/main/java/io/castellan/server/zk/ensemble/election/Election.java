package io.castellan.server.zk.ensemble.election;

import io.castellan.zk.protocol.quorum.ElectionMessage;
import io.castellan.zk.protocol.quorum.PeerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One server's part in all elections of its life, as a state machine. {@link #look}, which comes
 * before anything else, starts an election, a step with a result ends it, and so on. Owned by the
 * ensemble lane.
 *
 * <p>Messages that are to be sent are values; the driver also calls {@link #onTimer} when {@link
 * #deadlineMs} has come. Configurations in messages are the driver's to compare: it begins anew,
 * with another {@link Candidacy}, when a newer one names other servers.
 */
public final class Election {
  /** The deadline of an election that waits for nothing. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  private final long serverId;
  private final ElectionTimes times;
  private final HeardVotes thisRound = new HeardVotes();

  /** Of servers that no longer look, whatever their round. */
  private final HeardVotes settled = new HeardVotes();

  private final OutsiderAnswers outsiders = new OutsiderAnswers();

  private Candidacy candidacy;
  private Vote own = Vote.NOBODY;
  private PeerState state = PeerState.LOOKING;
  private Vote vote = Vote.NOBODY;
  private long round;
  private long resendMs;
  private long resendAtMs = NO_DEADLINE;
  private long finalizeAtMs = NO_DEADLINE;

  /**
   * A server that has not looked yet.
   *
   * @param candidacy as for its first {@link #look}
   */
  public Election(long serverId, Candidacy candidacy, ElectionTimes times) {
    this.serverId = serverId;
    this.candidacy = candidacy;
    this.times = times;
  }

  /** What this server says it is doing. */
  public PeerState state() {
    return state;
  }

  /** Its vote: while it looks the best it has heard of, then the one that won. */
  public Vote vote() {
    return vote;
  }

  /** The round that it is in, or in which its election was decided. */
  public long round() {
    return round;
  }

  /** When {@link #onTimer} is due, {@link #NO_DEADLINE} for never. */
  public long deadlineMs() {
    return Math.min(resendAtMs, finalizeAtMs);
  }

  /** Starts an election. */
  public ElectionStep look(Candidacy with, long nowMs) {
    candidacy = with;
    boolean votes = !with.observer() && with.electorate().isVoter(serverId);
    own = votes ? new Vote(serverId, with.lastZxid(), with.currentEpoch()) : Vote.NOBODY;
    state = PeerState.LOOKING;
    round++;
    thisRound.clear();
    settled.clear();
    resendMs = times.firstResendMs();
    resendAtMs = nowMs + resendMs;
    List<Ballot> ballots = propose(own);
    judge(nowMs);
    return step(ballots, null);
  }

  /**
   * The leader is established in an epoch: from now on the result that others are told carries it,
   * so that late ones agree with the rest.
   */
  public void onEpochEstablished(long epoch) {
    if (state != PeerState.LOOKING) {
      vote = new Vote(vote.leader(), vote.zxid(), epoch);
    }
  }

  /**
   * A server has said what it votes for.
   *
   * @param from its number, which the connection has told
   */
  public ElectionStep onMessage(long from, ElectionMessage message, long nowMs) {
    if (!candidacy.electorate().isVoter(from)) {
      // An observer, or a server that wants to join: it asks, and has no voice.
      Ballot answer = ballot(from);
      return outsiders.isDue(answer, nowMs) ? step(List.of(answer), null) : ElectionStep.NONE;
    }
    if (state != PeerState.LOOKING) {
      return message.state() == PeerState.LOOKING
          ? step(List.of(ballot(from)), null)
          : ElectionStep.NONE;
    }
    if (!candidacy.electorate().isVoter(message.leader())) {
      return ElectionStep.NONE;
    }
    resendAtMs = nowMs + resendMs;
    return switch (message.state()) {
      case LOOKING -> onLooking(from, message, nowMs);
      case FOLLOWING, LEADING -> step(List.of(), onSettled(from, message));
      case OBSERVING -> ElectionStep.NONE;
    };
  }

  /** The deadline has come, or is past. */
  public ElectionStep onTimer(long nowMs) {
    if (nowMs >= finalizeAtMs) {
      return step(List.of(), settle(vote));
    }
    if (nowMs < resendAtMs) {
      return ElectionStep.NONE;
    }
    resendMs = Math.min(2 * resendMs, times.lastResendMs());
    resendAtMs = nowMs + resendMs;
    return step(toAll(), null);
  }

  /** The vote in a message. */
  static Vote voteOf(ElectionMessage message) {
    return new Vote(message.leader(), message.zxid(), message.peerEpoch());
  }

  private ElectionStep onLooking(long from, ElectionMessage message, long nowMs) {
    if (message.round() < round) {
      // It has missed the beginning of this round; its vote does not count until it has caught up.
      return step(List.of(ballot(from)), null);
    }
    if (own.zxid() == -1 || message.zxid() == -1) {
      return ElectionStep.NONE;
    }
    Vote theirs = voteOf(message);
    List<Ballot> ballots = List.of();
    if (message.round() > round) {
      round = message.round();
      thisRound.clear();
      ballots = propose(beats(theirs, own) ? theirs : own);
    } else if (beats(theirs, vote)) {
      ballots = propose(theirs);
    }
    thisRound.put(from, message);
    judge(nowMs);
    return step(ballots, null);
  }

  /** Somebody has a leader already. To believe it takes a quorum that follows, and the leader. */
  private @Nullable ElectionResult onSettled(long from, ElectionMessage message) {
    if (message.round() == round) {
      thisRound.put(from, message);
      if (isEstablished(thisRound, message)) {
        return settle(voteOf(message));
      }
    }
    settled.put(from, message);
    if (isEstablished(settled, message)) {
      round = message.round();
      return settle(voteOf(message));
    }
    return null;
  }

  private boolean isEstablished(HeardVotes votes, ElectionMessage message) {
    boolean leads =
        message.leader() == serverId
            ? message.round() == round
            : votes.hasLeading(message.leader());
    return leads && candidacy.electorate().isQuorum(votes.agreeing(message));
  }

  /** Sends a vote to all voters, as this server's own from now on. */
  private List<Ballot> propose(Vote proposed) {
    vote = proposed;
    finalizeAtMs = NO_DEADLINE;
    if (candidacy.electorate().isVoter(serverId) && !candidacy.observer() && own.zxid() != -1) {
      thisRound.put(serverId, vote, round);
    }
    return toAll();
  }

  /** Starts to wait for a better vote when a quorum agrees, unless it waits already. */
  private void judge(long nowMs) {
    Set<Long> agreeing = thisRound.agreeing(vote, round);
    if (!candidacy.electorate().isQuorum(agreeing)) {
      finalizeAtMs = NO_DEADLINE;
    } else if (finalizeAtMs == NO_DEADLINE) {
      finalizeAtMs = nowMs + times.finalizeMs();
    }
  }

  private ElectionResult settle(Vote winner) {
    vote = winner;
    resendAtMs = NO_DEADLINE;
    finalizeAtMs = NO_DEADLINE;
    if (winner.leader() == serverId) {
      state = PeerState.LEADING;
    } else {
      state = own.equals(Vote.NOBODY) ? PeerState.OBSERVING : PeerState.FOLLOWING;
    }
    return new ElectionResult(state, vote, round);
  }

  /** A server of weight 0 votes, and is never voted for. */
  private boolean beats(Vote challenger, Vote current) {
    return candidacy.electorate().weight(challenger.leader()) != 0 && challenger.beats(current);
  }

  private List<Ballot> toAll() {
    List<Ballot> ballots = new ArrayList<>();
    for (long voter : candidacy.electorate().voters()) {
      if (voter != serverId) {
        ballots.add(ballot(voter));
      }
    }
    return ballots;
  }

  private Ballot ballot(long to) {
    return new Ballot(
        to,
        new ElectionMessage(
            state,
            vote.leader(),
            vote.zxid(),
            round,
            vote.peerEpoch(),
            ElectionMessage.VERSION,
            candidacy.config()));
  }

  private static ElectionStep step(List<Ballot> ballots, @Nullable ElectionResult result) {
    return new ElectionStep(ballots, result);
  }
}
