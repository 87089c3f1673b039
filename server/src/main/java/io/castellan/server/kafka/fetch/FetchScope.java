package io.castellan.server.kafka.fetch;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.Fetch;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions one Fetch is about, and what its session makes of the answer. Belongs to the
 * request.
 */
public final class FetchScope {

  /**
   * What becomes of the answer.
   *
   * @param error {@code NONE}, or why nothing is answered but this
   * @param sessionId the session that goes on, or 0
   * @param included which partitions the client is told of, by their index
   */
  public record Outcome(ErrorCode error, int sessionId, BitSet included) {}

  private final FetchSessions sessions;
  private final ErrorCode error;
  private final @Nullable FetchSession session;
  private final Fetch.Request request;
  private final boolean byId;
  private final List<FetchTarget> targets;
  private final int epoch;

  FetchScope(
      FetchSessions sessions,
      ErrorCode error,
      @Nullable FetchSession session,
      Fetch.Request request,
      boolean byId,
      List<FetchTarget> targets,
      int epoch) {
    this.sessions = sessions;
    this.error = error;
    this.session = session;
    this.request = request;
    this.byId = byId;
    this.targets = targets;
    this.epoch = epoch;
  }

  /** {@code NONE}, or what is wrong with the session that the request names. */
  public ErrorCode error() {
    return error;
  }

  /** The partitions to read, in the order in which they get their turn. */
  public List<FetchTarget> targets() {
    return targets;
  }

  /**
   * Ends the request: a session is opened, or goes on.
   *
   * @param answers one for each of the targets
   */
  public Outcome finish(List<Fetch.Response.PartitionData> answers) {
    BitSet included = new BitSet(answers.size());
    if (session == null) {
      included.set(0, answers.size());
      return new Outcome(ErrorCode.NONE, openSession(answers), included);
    }
    if (!session.claim()) {
      return new Outcome(ErrorCode.INVALID_FETCH_SESSION_EPOCH, session.id(), included);
    }
    try {
      if (session.epoch() != epoch) {
        return new Outcome(ErrorCode.INVALID_FETCH_SESSION_EPOCH, session.id(), included);
      }
      for (int i = 0; i < answers.size(); i++) {
        tell(session, i, answers.get(i), included);
      }
      return new Outcome(ErrorCode.NONE, session.id(), included);
    } finally {
      session.unclaim();
    }
  }

  private void tell(
      FetchSession to, int index, Fetch.Response.PartitionData answer, BitSet included) {
    FetchTarget target = targets.get(index);
    if (target.isNews(answer)) {
      target.tell(answer);
      included.set(index);
      if (FetchTarget.recordsBytes(answer) > 0) {
        to.toTheEnd(target);
      }
    }
  }

  private int openSession(List<Fetch.Response.PartitionData> answers) {
    if (epoch != FetchSessions.FULL) {
      return FetchSessions.NO_SESSION;
    }
    for (int i = 0; i < answers.size(); i++) {
      targets.get(i).tell(answers.get(i));
    }
    return sessions.create(request, byId, targets);
  }
}
