package io.castellan.server.zk.ensemble.election;

import io.castellan.zk.protocol.quorum.ElectionMessage;
import java.util.HashMap;
import java.util.Map;

/**
 * What servers without a vote have been answered. Each message of theirs is answered, but not with
 * the same words again and again.
 *
 * <p>Why: A is in round 5 and knows B as a voter; B is in round 3 and does not know A, as while a
 * third server is being added to the files of the others. A asks B; B answers; A sees that B is
 * behind and tells it; B, to whom A has no voice, does not catch up, and answers: without an end,
 * as fast as the network is.
 */
final class OutsiderAnswers {
  /** Less than any server waits before it asks again. */
  private static final long REPEAT_AFTER_MS = 50;

  /** Numbers of strangers must not fill the memory. */
  private static final int MOST_KEPT = 256;

  private final Map<Long, Answer> answers = new HashMap<>();

  private record Answer(ElectionMessage message, long atMs) {}

  /** Whether an answer is to be sent now; it is then taken as sent. */
  boolean isDue(Ballot ballot, long nowMs) {
    Answer last = answers.get(ballot.to());
    if (last != null
        && last.message.equals(ballot.message())
        && Math.abs(nowMs - last.atMs) < REPEAT_AFTER_MS) {
      return false;
    }
    if (answers.size() >= MOST_KEPT) {
      answers.clear();
    }
    answers.put(ballot.to(), new Answer(ballot.message(), nowMs));
    return true;
  }
}
