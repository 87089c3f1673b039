package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.log.AbortedTxn;
import io.castellan.server.kafka.log.Isolation;
import io.castellan.server.kafka.log.LeaderEpochs;
import io.castellan.server.kafka.log.LogRead;
import io.castellan.server.kafka.log.LogSlice;
import io.castellan.server.kafka.log.LogView;
import io.castellan.server.kafka.partition.FetchWait;
import io.castellan.server.kafka.partition.PartitionProxy;
import io.castellan.server.kafka.partition.PartitionRole;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass of a fetch over its partitions: what each of them has at this moment. It holds the
 * slices that it found until {@link #response} hands them on, or {@link #discard} lets go of them.
 */
final class FetchRound {
  private static final Logger log = LoggerFactory.getLogger(FetchRound.class);
  private static final int FIRST_WITH_TOPIC_IDS = 13;
  private static final Fetch.Response.EpochEndOffset NO_DIVERGENCE =
      new Fetch.Response.EpochEndOffset(-1, -1);
  private static final Fetch.Response.LeaderIdAndEpoch NO_LEADER =
      new Fetch.Response.LeaderIdAndEpoch(-1, -1);
  private static final Fetch.Response.SnapshotId NO_SNAPSHOT =
      new Fetch.Response.SnapshotId(-1, -1);

  /** A partition's part of the pass; the view is null when there is an error. */
  private record Reading(
      ErrorCode error,
      @Nullable LogView view,
      @Nullable LogSlice slice,
      @Nullable List<AbortedTxn> aborted,
      LeaderEpochs.@Nullable Entry divergence) {

    static Reading failed(ErrorCode error) {
      return new Reading(error, null, null, null, null);
    }
  }

  private final PartitionLookup partitions;
  private final RequestContext context;
  private final Fetch.Request request;
  private final Isolation isolation;
  private final List<FetchWait.Watch> watches = new ArrayList<>();
  private final List<@Nullable String> names = new ArrayList<>();
  private final List<List<Reading>> readings = new ArrayList<>();
  private int remainingBytes;
  private long bytes;
  private boolean mustAnswer;

  FetchRound(
      PartitionLookup partitions,
      RequestContext context,
      Fetch.Request request,
      Isolation isolation,
      int maxBytes) {
    this.partitions = partitions;
    this.context = context;
    this.request = request;
    this.isolation = isolation;
    this.remainingBytes = maxBytes;
  }

  void read() {
    mustAnswer = request.topics().isEmpty();
    boolean byId = context.version() >= FIRST_WITH_TOPIC_IDS;
    for (Fetch.Request.Topic topic : request.topics()) {
      String name = partitions.topicName(byId, topic.topic(), topic.topicId());
      names.add(name);
      List<Reading> ofTopic = new ArrayList<>(topic.partitions().size());
      readings.add(ofTopic);
      for (Fetch.Request.Partition partition : topic.partitions()) {
        Reading reading =
            name == null ? Reading.failed(ErrorCode.UNKNOWN_TOPIC_ID) : read(name, partition);
        // An error or a log that has diverged is news in itself.
        mustAnswer |= reading.error() != ErrorCode.NONE || reading.divergence() != null;
        ofTopic.add(reading);
      }
    }
  }

  private Reading read(String topic, Fetch.Request.Partition wanted) {
    PartitionLookup.Found found = partitions.leading(topic, wanted.partition());
    PartitionProxy partition = found.partition();
    if (partition == null) {
      return Reading.failed(found.error());
    }
    PartitionRole role = partition.role();
    ErrorCode fenced = role.compareEpoch(wanted.currentLeaderEpoch());
    if (fenced != ErrorCode.NONE) {
      return Reading.failed(fenced);
    }
    if (context.version() < 10 && partition.config().compressionType().equals("zstd")) {
      return Reading.failed(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
    }
    long readableBytes = partition.readableBytes(); // before the view: see FetchWait
    LogView view = partition.view();
    if (wanted.lastFetchedEpoch() >= 0) {
      LeaderEpochs.Entry end = view.endOffsetForEpoch(wanted.lastFetchedEpoch());
      if (end.epoch() == LeaderEpochs.UNDEFINED_EPOCH) {
        return Reading.failed(ErrorCode.OFFSET_OUT_OF_RANGE);
      }
      if (end.epoch() < wanted.lastFetchedEpoch() || end.startOffset() < wanted.fetchOffset()) {
        return new Reading(ErrorCode.NONE, view, null, null, end);
      }
    }
    LogRead read;
    List<AbortedTxn> aborted = null;
    try {
      read =
          view.read(
              wanted.fetchOffset(),
              Math.min(Math.max(wanted.partitionMaxBytes(), 0), remainingBytes),
              isolation,
              bytes == 0);
      if (isolation == Isolation.COMMITTED) {
        aborted =
            read.slice() == null ? List.of() : view.abortedTxns(wanted.fetchOffset(), read.slice());
      }
    } catch (StorageException e) {
      log.error("read failed partition={}-{}", topic, wanted.partition(), e);
      return Reading.failed(ErrorCode.KAFKA_STORAGE_ERROR);
    }
    if (read.error() != ErrorCode.NONE) {
      return Reading.failed(read.error());
    }
    LogSlice slice = read.slice();
    if (slice != null) {
      bytes += slice.sizeInBytes();
      remainingBytes = Math.max(0, remainingBytes - slice.sizeInBytes());
    }
    watches.add(
        new FetchWait.Watch(
            partition,
            readableBytes,
            isolation == Isolation.COMMITTED ? view.lastStableOffset() : -1,
            view.lastStableOffset() < view.highWatermark()));
    return new Reading(ErrorCode.NONE, view, slice, aborted, null);
  }

  /** Whether something must be told at once, however few bytes there are. */
  boolean mustAnswer() {
    return mustAnswer;
  }

  /** How many bytes were found. */
  long bytes() {
    return bytes;
  }

  /** What to wait for. */
  List<FetchWait.Watch> watches() {
    return watches;
  }

  /** Let go of what was found. */
  void discard() {
    for (List<Reading> ofTopic : readings) {
      for (Reading reading : ofTopic) {
        if (reading.slice() != null) {
          reading.slice().release();
        }
      }
    }
  }

  /** The answer, which takes over what was found. */
  Fetch.Response response() {
    LeaderHints hints =
        new LeaderHints(partitions, context.listenerName(), context.version() >= 12);
    List<Fetch.Response.FetchableTopicResponse> topics = new ArrayList<>(readings.size());
    for (int t = 0; t < readings.size(); t++) {
      Fetch.Request.Topic topic = request.topics().get(t);
      List<Fetch.Response.PartitionData> answers = new ArrayList<>(readings.get(t).size());
      for (int p = 0; p < readings.get(t).size(); p++) {
        answers.add(
            answerOf(
                names.get(t),
                topic.partitions().get(p).partition(),
                readings.get(t).get(p),
                hints));
      }
      topics.add(
          new Fetch.Response.FetchableTopicResponse(topic.topic(), topic.topicId(), answers));
    }
    return new Fetch.Response(
        0,
        ErrorCode.NONE.code(),
        0,
        topics,
        context.version() >= 16 ? hints.endpoints(Fetch.Response.NodeEndpoint::new) : List.of());
  }

  private Fetch.Response.PartitionData answerOf(
      @Nullable String topic, int partition, Reading reading, LeaderHints hints) {
    LogView view = reading.view();
    LogSlice slice = reading.slice();
    LeaderEpochs.Entry divergence = reading.divergence();
    List<AbortedTxn> aborted = reading.aborted();
    return new Fetch.Response.PartitionData(
        partition,
        errorCode(reading.error()),
        view == null ? -1 : view.highWatermark(),
        view == null ? -1 : view.lastStableOffset(),
        view == null ? -1 : view.logStartOffset(),
        divergence == null
            ? NO_DIVERGENCE
            : new Fetch.Response.EpochEndOffset(divergence.epoch(), divergence.startOffset()),
        currentLeader(topic, partition, reading.error(), hints),
        NO_SNAPSHOT,
        aborted == null
            ? null
            : aborted.stream()
                .map(
                    txn ->
                        new Fetch.Response.AbortedTransaction(txn.producerId(), txn.firstOffset()))
                .toList(),
        -1,
        slice == null ? RecordsPayload.of(Unpooled.EMPTY_BUFFER) : new SliceRecords(slice));
  }

  private short errorCode(ErrorCode error) {
    return error == ErrorCode.KAFKA_STORAGE_ERROR && context.version() < 6
        ? ErrorCode.NOT_LEADER_OR_FOLLOWER.code() // the client knows no better one
        : error.code();
  }

  private static Fetch.Response.LeaderIdAndEpoch currentLeader(
      @Nullable String topic, int partition, ErrorCode error, LeaderHints hints) {
    boolean moved =
        error == ErrorCode.NOT_LEADER_OR_FOLLOWER || error == ErrorCode.FENCED_LEADER_EPOCH;
    ClusterLookup.Leader leader = moved && topic != null ? hints.leader(topic, partition) : null;
    return leader == null
        ? NO_LEADER
        : new Fetch.Response.LeaderIdAndEpoch(leader.id(), leader.leaderEpoch());
  }
}
