package io.castellan.server.zk.peer;

import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.txn.TxnHeader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What was asked of a leader for this server's clients. Writes of a session come back in order, as
 * transactions that name session and request; what comes of the same session through another server
 * stands between them and is passed over. Owned by the ensemble lane.
 */
public final class Forwarded {
  private final Map<Long, Deque<Write>> writes = new HashMap<>();
  private final Deque<Runnable> syncs = new ArrayDeque<>();
  private final Map<Long, Deque<SessionAnswer>> resumes = new HashMap<>();

  private record Write(int cxid, Completion completion) {}

  /** Hears whether a session is alive. */
  @FunctionalInterface
  public interface SessionAnswer {
    /** The leader has answered. */
    void onChecked(boolean alive);
  }

  void add(WriteRequest request, Completion completion) {
    writes
        .computeIfAbsent(request.sessionId(), id -> new ArrayDeque<>(2))
        .add(new Write(request.cxid(), completion));
  }

  void addSync(Runnable then) {
    syncs.add(then);
  }

  void addResume(long sessionId, SessionAnswer answer) {
    resumes.computeIfAbsent(sessionId, id -> new ArrayDeque<>(1)).add(answer);
  }

  void onApplied(PlannedTxn planned) {
    if (writes.isEmpty()) {
      return;
    }
    TxnHeader header = planned.txn().header();
    Deque<Write> ofSession = writes.get(header.sessionId());
    if (ofSession != null && ofSession.element().cxid == header.cxid()) {
      Write done = ofSession.remove();
      if (ofSession.isEmpty()) {
        writes.remove(header.sessionId());
      }
      done.completion.onApplied(planned);
    }
  }

  void onSynced() {
    Runnable first = syncs.poll();
    if (first != null) {
      first.run();
    }
  }

  void onSessionChecked(long sessionId, boolean alive) {
    Deque<SessionAnswer> waiting = resumes.remove(sessionId);
    if (waiting == null) {
      return;
    }
    SessionAnswer first = waiting.remove();
    if (!waiting.isEmpty()) {
      resumes.put(sessionId, waiting);
    }
    first.onChecked(alive);
  }

  /** The leader is gone, and with it what was asked. */
  void clear() {
    writes.clear();
    syncs.clear();
    resumes.clear();
  }
}
