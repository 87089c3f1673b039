package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.castellan.server.kafka.fetch.FetchTarget;
import io.castellan.server.kafka.log.AbortedTxn;
import io.castellan.server.kafka.log.LeaderEpochs;
import io.castellan.server.kafka.log.LogSlice;
import io.castellan.server.kafka.log.LogView;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one partition has for a fetch.
 *
 * @param topic the topic's name, null if no topic has the id that was asked for
 * @param target what was asked
 * @param error {@code NONE}, or why there is nothing
 * @param view the log as it was read, null if there is an error
 * @param slice the batches as they are stored; this holds them, or {@code records} does
 * @param records the batches converted
 * @param maxBytes how many bytes of this partition were wanted at most
 * @param aborted the transactions aborted among them, null unless only committed ones were asked
 *     for
 * @param divergence where the client's log leaves this one's, null if it does not
 */
record FetchReading(
    @Nullable String topic,
    FetchTarget target,
    ErrorCode error,
    @Nullable LogView view,
    @Nullable LogSlice slice,
    @Nullable RecordsPayload records,
    int maxBytes,
    @Nullable List<AbortedTxn> aborted,
    LeaderEpochs.@Nullable Entry divergence) {

  private static final Fetch.Response.EpochEndOffset NO_DIVERGENCE =
      new Fetch.Response.EpochEndOffset(-1, -1);
  private static final Fetch.Response.LeaderIdAndEpoch NO_LEADER =
      new Fetch.Response.LeaderIdAndEpoch(-1, -1);
  private static final Fetch.Response.SnapshotId NO_SNAPSHOT =
      new Fetch.Response.SnapshotId(-1, -1);

  static FetchReading failed(@Nullable String topic, FetchTarget target, ErrorCode error) {
    return new FetchReading(topic, target, error, null, null, null, 0, null, null);
  }

  static FetchReading diverged(
      String topic, FetchTarget target, LogView view, LeaderEpochs.Entry end) {
    return new FetchReading(topic, target, ErrorCode.NONE, view, null, null, 0, null, end);
  }

  static FetchReading of(
      String topic,
      FetchTarget target,
      LogView view,
      @Nullable LogSlice slice,
      int maxBytes,
      @Nullable List<AbortedTxn> aborted) {
    return new FetchReading(
        topic, target, ErrorCode.NONE, view, slice, null, maxBytes, aborted, null);
  }

  FetchReading withoutSlice() {
    return withRecords(null);
  }

  FetchReading withRecords(@Nullable RecordsPayload converted) {
    return new FetchReading(
        topic, target, error, view, null, converted, maxBytes, aborted, divergence);
  }

  void release() {
    if (slice != null) {
      slice.release();
    }
    if (records != null) {
      records.release();
    }
  }

  /** What the client is told; takes over what this holds. */
  Fetch.Response.PartitionData answer(int version, LeaderHints hints) {
    return new Fetch.Response.PartitionData(
        target.wanted().partition(),
        errorCode(version),
        view == null ? -1 : view.highWatermark(),
        view == null ? -1 : view.lastStableOffset(),
        view == null ? -1 : view.logStartOffset(),
        divergence == null
            ? NO_DIVERGENCE
            : new Fetch.Response.EpochEndOffset(divergence.epoch(), divergence.startOffset()),
        currentLeader(hints),
        NO_SNAPSHOT,
        aborted == null ? null : aborted.stream().map(FetchReading::toAnswer).toList(),
        -1,
        payload());
  }

  private RecordsPayload payload() {
    if (slice != null) {
      return new SliceRecords(slice);
    }
    return records != null ? records : RecordsPayload.of(Unpooled.EMPTY_BUFFER);
  }

  private static Fetch.Response.AbortedTransaction toAnswer(AbortedTxn txn) {
    return new Fetch.Response.AbortedTransaction(txn.producerId(), txn.firstOffset());
  }

  private short errorCode(int version) {
    return error == ErrorCode.KAFKA_STORAGE_ERROR && version < 6
        ? ErrorCode.NOT_LEADER_OR_FOLLOWER.code() // the client knows no better one
        : error.code();
  }

  private Fetch.Response.LeaderIdAndEpoch currentLeader(LeaderHints hints) {
    boolean moved =
        error == ErrorCode.NOT_LEADER_OR_FOLLOWER || error == ErrorCode.FENCED_LEADER_EPOCH;
    ClusterLookup.Leader leader =
        moved && topic != null ? hints.leader(topic, target.wanted().partition()) : null;
    return leader == null
        ? NO_LEADER
        : new Fetch.Response.LeaderIdAndEpoch(leader.id(), leader.leaderEpoch());
  }
}
