package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.kafka.protocol.record.Compression;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.fetch.FetchScope;
import io.castellan.server.kafka.fetch.FetchTarget;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass of a fetch over its partitions: what each of them has at this moment. It holds the
 * slices that it found until {@link #response} hands them on, or {@link #discard} lets go of them.
 * Belongs to the request, which may hand it from thread to thread.
 */
final class FetchRound {
  private static final Logger log = LoggerFactory.getLogger(FetchRound.class);

  /** The first version that knows zstd (KIP-110). */
  private static final int FIRST_WITH_ZSTD = 10;

  /** The first version whose clients know batches of magic 2. */
  private static final int FIRST_WITH_BATCHES = 4;

  private final PartitionLookup partitions;
  private final RequestContext context;
  private final FetchScope scope;
  private final Isolation isolation;
  private final boolean byId;
  private final List<FetchWait.Watch> watches = new ArrayList<>();
  private final List<FetchReading> readings;
  private int remainingBytes;
  private long bytes;
  private boolean mustAnswer;

  FetchRound(
      PartitionLookup partitions,
      RequestContext context,
      FetchScope scope,
      Isolation isolation,
      int maxBytes) {
    this.partitions = partitions;
    this.context = context;
    this.scope = scope;
    this.isolation = isolation;
    this.byId = context.version() >= FetchHandler.FIRST_WITH_TOPIC_IDS;
    this.readings = new ArrayList<>(scope.targets().size());
    this.remainingBytes = maxBytes;
  }

  void read() {
    mustAnswer = scope.targets().isEmpty();
    for (FetchTarget target : scope.targets()) {
      String name = partitions.topicName(byId, target.topic(), target.topicId());
      FetchReading reading =
          name == null
              ? FetchReading.failed(null, target, ErrorCode.UNKNOWN_TOPIC_ID)
              : read(name, target);
      // An error or a log that has diverged is news in itself.
      mustAnswer |= reading.error() != ErrorCode.NONE || reading.divergence() != null;
      readings.add(reading);
    }
  }

  private FetchReading read(String topic, FetchTarget target) {
    Fetch.Request.Partition wanted = target.wanted();
    PartitionLookup.Found found = partitions.leading(topic, wanted.partition());
    PartitionProxy partition = found.partition();
    if (partition == null) {
      return FetchReading.failed(topic, target, found.error());
    }
    PartitionRole role = partition.role();
    ErrorCode fenced = role.compareEpoch(wanted.currentLeaderEpoch());
    if (fenced != ErrorCode.NONE) {
      return FetchReading.failed(topic, target, fenced);
    }
    ErrorCode unknown = judgeFormat(partition);
    if (unknown != ErrorCode.NONE) {
      return FetchReading.failed(topic, target, unknown);
    }
    long readableBytes = partition.readableBytes(); // before the view: see FetchWait
    LogView view = partition.view();
    if (wanted.lastFetchedEpoch() >= 0) {
      LeaderEpochs.Entry end = view.endOffsetForEpoch(wanted.lastFetchedEpoch());
      if (end.epoch() == LeaderEpochs.UNDEFINED_EPOCH) {
        return FetchReading.failed(topic, target, ErrorCode.OFFSET_OUT_OF_RANGE);
      }
      if (end.epoch() < wanted.lastFetchedEpoch() || end.startOffset() < wanted.fetchOffset()) {
        return FetchReading.diverged(topic, target, view, end);
      }
    }
    watches.add(
        new FetchWait.Watch(
            partition,
            readableBytes,
            isolation == Isolation.COMMITTED ? view.lastStableOffset() : -1,
            view.lastStableOffset() < view.highWatermark()));
    return readLog(topic, target, view);
  }

  private FetchReading readLog(String topic, FetchTarget target, LogView view) {
    Fetch.Request.Partition wanted = target.wanted();
    int maxBytes = Math.min(Math.max(wanted.partitionMaxBytes(), 0), remainingBytes);
    // Before version 3 each partition is given something; its first message is cut when it is sent.
    boolean wholeFirstBatch = context.version() < 3 ? maxBytes > 0 : bytes == 0;
    LogSlice slice = null;
    try {
      LogRead read = view.read(wanted.fetchOffset(), maxBytes, isolation, wholeFirstBatch);
      if (read.error() != ErrorCode.NONE) {
        return FetchReading.failed(topic, target, read.error());
      }
      slice = read.slice();
      List<AbortedTxn> aborted = null;
      if (isolation == Isolation.COMMITTED) {
        aborted = slice == null ? List.of() : view.abortedTxns(wanted.fetchOffset(), slice);
      }
      if (slice != null) {
        bytes += slice.sizeInBytes();
        remainingBytes = Math.max(0, remainingBytes - slice.sizeInBytes());
      }
      FetchReading found = FetchReading.of(topic, target, view, slice, maxBytes, aborted);
      slice = null;
      return found;
    } catch (StorageException e) {
      log.error("read failed partition={}-{}", topic, wanted.partition(), e);
      return FetchReading.failed(topic, target, ErrorCode.KAFKA_STORAGE_ERROR);
    } finally {
      if (slice != null) {
        slice.release();
      }
    }
  }

  /** What a client of this version cannot read, whatever there is. */
  private ErrorCode judgeFormat(PartitionProxy partition) {
    if (context.version() < FIRST_WITH_ZSTD
        && partition.config().compressionType().equals(Compression.ZSTD.codecName())) {
      return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
    }
    return context.version() < FIRST_WITH_BATCHES
            && !partition.config().conversion().downConversion()
        ? ErrorCode.UNSUPPORTED_VERSION
        : ErrorCode.NONE;
  }

  /**
   * Rewrites what was found for a client of an older format. May wait for disks, so not on an event
   * loop.
   *
   * @param executor where the rest is rewritten while it is sent
   */
  void convert(Executor executor) {
    FetchConversion conversion = new FetchConversion(context.version(), isolation, executor);
    bytes = 0;
    for (int i = 0; i < readings.size(); i++) {
      FetchReading before = readings.get(i);
      LogSlice slice = before.slice();
      LogView view = before.view();
      if (slice != null && view != null) {
        // Taken over first: whatever happens, it is not released twice.
        readings.set(i, before.withoutSlice());
        FetchReading converted = conversion.convert(before, slice, view);
        readings.set(i, converted);
        mustAnswer |= converted.error() != ErrorCode.NONE;
        bytes += converted.records() == null ? 0 : converted.records().sizeInBytes();
      }
    }
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
    readings.forEach(FetchReading::release);
  }

  /** The answer, which takes over what was found. */
  Fetch.Response response(Traffic traffic) {
    LeaderHints hints =
        new LeaderHints(partitions, context.listenerName(), context.version() >= 12);
    List<Fetch.Response.PartitionData> answers = new ArrayList<>(readings.size());
    for (FetchReading reading : readings) {
      answers.add(reading.answer(context.version(), hints));
      if (reading.error() != ErrorCode.NONE) {
        traffic.onFetchFailed();
      }
    }
    traffic.onFetched(bytes);
    FetchScope.Outcome outcome = scope.finish(answers);
    if (outcome.error() != ErrorCode.NONE) {
      discard();
      return FetchHandler.failed(outcome.error(), outcome.sessionId());
    }
    return new Fetch.Response(
        0,
        ErrorCode.NONE.code(),
        outcome.sessionId(),
        byTopic(answers, outcome),
        context.version() >= 16 ? hints.endpoints(Fetch.Response.NodeEndpoint::new) : List.of());
  }

  /** Neighbours of one topic share an entry; a session may have a topic's partitions apart. */
  private List<Fetch.Response.FetchableTopicResponse> byTopic(
      List<Fetch.Response.PartitionData> answers, FetchScope.Outcome outcome) {
    List<Fetch.Response.FetchableTopicResponse> topics = new ArrayList<>();
    FetchTarget last = null;
    List<Fetch.Response.PartitionData> ofTopic = List.of();
    for (int i = 0; i < answers.size(); i++) {
      if (!outcome.included().get(i)) {
        readings.get(i).release(); // it holds nothing, or it would be news
        continue;
      }
      FetchTarget target = readings.get(i).target();
      if (last == null
          || !last.topicId().equals(target.topicId())
          || !last.topic().equals(target.topic())) {
        ofTopic = new ArrayList<>();
        topics.add(
            new Fetch.Response.FetchableTopicResponse(target.topic(), target.topicId(), ofTopic));
        last = target;
      }
      ofTopic.add(answers.get(i));
    }
    return topics;
  }
}
