package io.castellan.server.kafka.replica;

import java.util.ArrayDeque;

/**
 * A follower's way back to a prefix of its leader's log, under one leader epoch.
 *
 * <p>What a former leader wrote and did not get replicated has to go before anything is fetched.
 * Since 2.7 the leader says so in its answer to a fetch: the follower names the epoch of its last
 * record, and a leader in whose log that epoch ended earlier answers with that end instead of
 * records (KIP-595). Leaders before that are asked with OffsetForLeaderEpoch first (KIP-101,
 * KIP-279). Either way both logs have the same records up to the end of the last epoch that both
 * know, and all else goes.
 */
public final class FollowerSync {
  /** What to do next. */
  public sealed interface Step permits Fetch, AskEpochEnd, Truncate, RestartAt {}

  /**
   * Fetch from the leader.
   *
   * @param offset the first offset that is missing here
   * @param lastEpoch the epoch of the record before it, for a leader that truncates on fetch;
   *     {@link EpochEnd#UNDEFINED_EPOCH} when there is none
   */
  public record Fetch(long offset, int lastEpoch) implements Step {}

  /**
   * Ask the leader how far an epoch reaches in its log.
   *
   * @param epoch the newest that the log knows and the leader may know too
   */
  public record AskEpochEnd(int epoch) implements Step {}

  /**
   * Remove everything from an offset on: the records, and what is known of epochs that begin there.
   * A leader that was deposed before it wrote has no record to remove, and yet an epoch that the
   * new leader does not know.
   *
   * @param offset the log's end afterwards
   * @param committed how many of the removed offsets were below the high watermark: records that
   *     producers may have been promised, lost by the election of a replica that was not in sync
   */
  public record Truncate(long offset, long committed) implements Step {}

  /**
   * Remove everything, and begin the log anew: the leader has deleted all that it has.
   *
   * @param offset its start and its end afterwards
   */
  public record RestartAt(long offset) implements Step {}

  private final boolean truncatesOnFetch;
  private final FollowedLog log;
  private final ArrayDeque<Step> before = new ArrayDeque<>(2);

  /**
   * Begins to follow a leader.
   *
   * @param truncatesOnFetch whether fetches are of version 12 or later
   * @param log ours
   */
  public FollowerSync(boolean truncatesOnFetch, FollowedLog log) {
    this.truncatesOnFetch = truncatesOnFetch;
    this.log = log;
    int latest = log.latestEpoch();
    if (latest == EpochEnd.UNDEFINED_EPOCH) {
      // No record of ours says who wrote it: only what is committed is known to be the leader's.
      endAt(log.highWatermark());
    } else if (!truncatesOnFetch) {
      before.add(new AskEpochEnd(latest));
    }
  }

  /** What to do next; the same until it is done or answered. */
  public Step next() {
    Step first = before.peek();
    if (first != null) {
      return first;
    }
    int lastEpoch = truncatesOnFetch ? log.latestEpoch() : EpochEnd.UNDEFINED_EPOCH;
    return new Fetch(log.logEndOffset(), lastEpoch);
  }

  /** A {@link Truncate} or {@link RestartAt} has been carried out. */
  public void onDone() {
    before.remove();
  }

  /**
   * The leader's answer to {@link AskEpochEnd}.
   *
   * @param answer {@link EpochEnd#UNDEFINED} when it knows no epoch up to ours; without an epoch
   *     when it is too old to name one
   */
  public void onEpochEnd(EpochEnd answer) {
    before.clear();
    meet(answer, true);
  }

  /**
   * The leader's answer to {@link Fetch} where its log has parted from ours.
   *
   * @param answer how far it has the epoch that we named
   * @return false when it contradicts itself: nothing of ours lies beyond that, so that to fetch
   *     again would bring the same answer again
   */
  public boolean onDiverging(EpochEnd answer) {
    if (answer.epoch() >= log.latestEpoch() && answer.endOffset() >= log.logEndOffset()) {
      return false;
    }
    meet(answer, false);
    return true;
  }

  /**
   * The leader's answer to {@link Fetch} where it does not have the offset.
   *
   * @param leaderStart its first offset
   * @param leaderEnd its log's end
   */
  public void onOutOfRange(long leaderStart, long leaderEnd) {
    if (leaderEnd < log.logEndOffset()) {
      endAt(leaderEnd);
    } else if (leaderStart > log.logEndOffset()) {
      before.add(new RestartAt(leaderStart));
    }
  }

  private void meet(EpochEnd answer, boolean askOn) {
    if (answer.endOffset() == EpochEnd.UNDEFINED_OFFSET) {
      endAt(log.highWatermark());
      return;
    }
    EpochEnd own =
        answer.epoch() == EpochEnd.UNDEFINED_EPOCH ? EpochEnd.UNDEFINED : log.endOf(answer.epoch());
    if (own.endOffset() == EpochEnd.UNDEFINED_OFFSET) {
      endAt(answer.endOffset());
    } else if (own.epoch() == answer.epoch()) {
      endAt(Math.min(own.endOffset(), answer.endOffset()));
    } else {
      // We do not know the leader's epoch. What is ours up to the one below it may still differ.
      endAt(own.endOffset());
      if (askOn) {
        before.add(new AskEpochEnd(own.epoch()));
      }
    }
  }

  private void endAt(long offset) {
    long end = Math.min(offset, log.logEndOffset());
    before.add(new Truncate(end, Math.max(0, log.highWatermark() - end)));
  }
}
