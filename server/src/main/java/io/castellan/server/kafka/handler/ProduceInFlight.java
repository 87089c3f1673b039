package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.Produce;
import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.schema.BufferedRecords;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.log.AppendOrigin;
import io.castellan.server.kafka.log.AppendResult;
import io.castellan.server.kafka.partition.Append;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One Produce request while its partitions append. Started on the event loop; each partition's lane
 * puts its result into its own place, and whichever is the last builds the answer.
 */
final class ProduceInFlight {
  private static final Set<String> INTERNAL_TOPICS =
      Set.of("__consumer_offsets", "__transaction_state");

  /** The client id under which stock lets its own tools write to internal topics. */
  private static final String ADMIN_CLIENT = "__admin_client";

  private static final int FIRST_WITH_TOPIC_IDS = 13;
  private static final Produce.Response.LeaderIdAndEpoch NO_LEADER =
      new Produce.Response.LeaderIdAndEpoch(-1, -1);

  private final PartitionLookup partitions;
  private final RequestContext context;
  private final Produce.Request request;
  private final Answer<Produce.Response> answer;
  private final @Nullable String[] topicNames;
  private final AppendResult[][] results;
  private final AtomicInteger pending;
  private final Traffic traffic;

  ProduceInFlight(
      PartitionLookup partitions,
      Traffic traffic,
      RequestContext context,
      Produce.Request request,
      Answer<Produce.Response> answer) {
    this.partitions = partitions;
    this.traffic = traffic;
    this.context = context;
    this.request = request;
    this.answer = answer;
    int topics = request.topicData().size();
    this.topicNames = new @Nullable String[topics];
    this.results = new AppendResult[topics][];
    int count = 1; // one for the start itself: nothing is answered before all have been started
    for (int t = 0; t < topics; t++) {
      results[t] = new AppendResult[request.topicData().get(t).partitionData().size()];
      count += results[t].length;
    }
    this.pending = new AtomicInteger(count);
  }

  void start() {
    boolean byId = context.version() >= FIRST_WITH_TOPIC_IDS;
    for (int t = 0; t < results.length; t++) {
      Produce.Request.TopicProduceData topic = request.topicData().get(t);
      topicNames[t] = partitions.topicName(byId, topic.name(), topic.topicId());
      for (int p = 0; p < results[t].length; p++) {
        start(t, p, topic.partitionData().get(p));
      }
    }
    oneDone();
  }

  private void start(int t, int p, Produce.Request.PartitionProduceData data) {
    String topic = topicNames[t];
    if (topic == null) {
      refuse(t, p, ErrorCode.UNKNOWN_TOPIC_ID, "no topic has the id");
      return;
    }
    if (request.acks() < -1 || request.acks() > 1) {
      refuse(
          t,
          p,
          ErrorCode.INVALID_REQUIRED_ACKS,
          "acks: " + request.acks() + " (expected: -1, 0 or 1)");
      return;
    }
    if (INTERNAL_TOPICS.contains(topic) && !context.clientId().equals(ADMIN_CLIENT)) {
      refuse(t, p, ErrorCode.INVALID_TOPIC_EXCEPTION, "topic " + topic + " is internal");
      return;
    }
    PartitionLookup.Found found = partitions.leading(topic, data.index());
    if (found.partition() == null) {
      refuse(t, p, found.error(), null);
      return;
    }
    ByteBuf records = buffer(data.records());
    if (records == null) {
      refuse(t, p, ErrorCode.INVALID_RECORD, "records: null (expected: one batch)");
      return;
    }
    ErrorCode refused = judge(records);
    if (refused != ErrorCode.NONE) {
      refuse(t, p, refused, null);
      return;
    }
    found
        .partition()
        .append(
            new Append(
                records,
                AppendOrigin.CLIENT,
                request.acks(),
                request.timeoutMs(),
                result -> {
                  results[t][p] = result;
                  oneDone();
                }),
            context.burst());
  }

  private static @Nullable ByteBuf buffer(@Nullable RecordsPayload records) {
    return records instanceof BufferedRecords buffered ? buffered.buffer() : null;
  }

  /**
   * What the version of the request and the absence of transactions forbid; the rest is the log's
   * to judge.
   */
  private ErrorCode judge(ByteBuf records) {
    int index = records.readerIndex();
    if (records.readableBytes() <= RecordBatch.MAGIC_OFFSET) {
      return ErrorCode.NONE; // no whole entry: the log finds the words
    }
    if (records.getByte(index + RecordBatch.MAGIC_OFFSET) < RecordBatch.MAGIC) {
      // Up to version 2 any format is taken, whatever the version was made for, as in stock.
      return context.version() < 3 ? ErrorCode.NONE : ErrorCode.INVALID_RECORD;
    }
    if (records.readableBytes() < RecordBatch.HEADER_SIZE) {
      return ErrorCode.NONE;
    }
    RecordBatch batch = new RecordBatch().wrap(records, index);
    if (context.version() < 7 && batch.compression() == Compression.ZSTD) {
      return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
    }
    return batch.isTransactional() ? ErrorCode.INVALID_TXN_STATE : ErrorCode.NONE;
  }

  private void refuse(int t, int p, ErrorCode error, @Nullable String message) {
    results[t][p] = new AppendResult(error, message, List.of(), -1, -1, -1, -1, false);
    oneDone();
  }

  private void oneDone() {
    if (pending.decrementAndGet() == 0) {
      finish();
    }
  }

  private void finish() {
    count();
    if (request.acks() == 0) {
      finishWithoutAnswer();
    } else {
      answer.send(response());
    }
  }

  private void count() {
    for (int t = 0; t < results.length; t++) {
      for (int p = 0; p < results[t].length; p++) {
        AppendResult result = results[t][p];
        RecordsPayload records = request.topicData().get(t).partitionData().get(p).records();
        int bytes = records == null ? 0 : records.sizeInBytes();
        if (!result.isAppended()) {
          traffic.onProduceFailed(bytes);
        } else if (!result.duplicate()) {
          traffic.onProduced(result.lastOffset() - result.firstOffset() + 1, bytes);
        }
      }
    }
  }

  /** A producer that wants no answer learns of an error by losing its connection, as in stock. */
  private void finishWithoutAnswer() {
    for (int t = 0; t < results.length; t++) {
      for (int p = 0; p < results[t].length; p++) {
        AppendResult result = results[t][p];
        if (!result.isAppended()) {
          answer.close(
              "acks=0 and "
                  + result.error()
                  + " for "
                  + topicNames[t]
                  + "-"
                  + request.topicData().get(t).partitionData().get(p).index());
          return;
        }
      }
    }
    answer.none();
  }

  private Produce.Response response() {
    LeaderHints hints =
        new LeaderHints(partitions, context.listenerName(), context.version() >= 10);
    List<Produce.Response.TopicProduceResponse> topics = new ArrayList<>(results.length);
    for (int t = 0; t < results.length; t++) {
      Produce.Request.TopicProduceData topic = request.topicData().get(t);
      List<Produce.Response.PartitionProduceResponse> answers = new ArrayList<>(results[t].length);
      for (int p = 0; p < results[t].length; p++) {
        answers.add(
            answerOf(topicNames[t], topic.partitionData().get(p).index(), results[t][p], hints));
      }
      topics.add(new Produce.Response.TopicProduceResponse(topic.name(), topic.topicId(), answers));
    }
    return new Produce.Response(topics, 0, hints.endpoints(Produce.Response.NodeEndpoint::new));
  }

  private Produce.Response.PartitionProduceResponse answerOf(
      @Nullable String topic, int partition, AppendResult result, LeaderHints hints) {
    Produce.Response.LeaderIdAndEpoch leader = NO_LEADER;
    if (topic != null && result.error() == ErrorCode.NOT_LEADER_OR_FOLLOWER) {
      ClusterLookup.Leader hint = hints.leader(topic, partition);
      if (hint != null) {
        leader = new Produce.Response.LeaderIdAndEpoch(hint.id(), hint.leaderEpoch());
      }
    }
    ErrorCode error = result.error();
    if (error == ErrorCode.KAFKA_STORAGE_ERROR && context.version() < 4) {
      error = ErrorCode.NOT_LEADER_OR_FOLLOWER; // the client knows no better one
    }
    List<Produce.Response.BatchIndexAndErrorMessage> recordErrors = List.of();
    if (!result.recordErrors().isEmpty()) {
      recordErrors =
          result.recordErrors().stream()
              .map(
                  wrong ->
                      new Produce.Response.BatchIndexAndErrorMessage(
                          wrong.batchIndex(), wrong.message()))
              .toList();
    }
    return new Produce.Response.PartitionProduceResponse(
        partition,
        error.code(),
        result.firstOffset(),
        result.logAppendTimeMs(),
        result.logStartOffset(),
        recordErrors,
        result.message(),
        leader);
  }
}
