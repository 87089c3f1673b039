package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.message.WriteTxnMarkers;
import io.castellan.kafka.protocol.message.WriteTxnMarkers.Request.WritableTxnMarker;
import io.castellan.kafka.protocol.message.WriteTxnMarkers.Request.WritableTxnMarkerTopic;
import io.castellan.kafka.protocol.message.WriteTxnMarkers.Response.WritableTxnMarkerPartitionResult;
import io.castellan.kafka.protocol.message.WriteTxnMarkers.Response.WritableTxnMarkerResult;
import io.castellan.kafka.protocol.message.WriteTxnMarkers.Response.WritableTxnMarkerTopicResult;
import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.log.AppendOrigin;
import io.castellan.server.kafka.partition.Append;
import io.castellan.server.kafka.partition.PartitionTable;
import io.castellan.server.lane.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends transactions in the partitions that are led here: appends a COMMIT or ABORT marker to each,
 * as the coordinator asks (KIP-98), and answers when all replicas in sync have it.
 *
 * <p>Versions 0 to 2. 2: the version of the transaction protocol (KIP-1228), which changes nothing
 * for a marker. A coordinator or producer of an older epoch is told so, for each partition.
 */
public final class WriteTxnMarkersHandler
    implements Handler<WriteTxnMarkers.Request, WriteTxnMarkers.Response> {
  private static final int MARKER_BYTES = 128;

  private final PartitionLookup partitions;
  private final Clock clock;
  private final int timeoutMs;
  private final MarkerListener listener;

  /** Those that keep what a partition's records say, and must know which of them count. */
  public interface MarkerListener {
    /**
     * A marker is committed, and its coordinator has not been answered yet. From any thread.
     *
     * @param offset of the marker
     * @param committed whether it is a COMMIT
     */
    void onMarker(String topic, int partition, long producerId, long offset, boolean committed);
  }

  /**
   * @param table the partitions served here
   * @param cluster for those that are not
   * @param clock for the markers' timestamps
   * @param timeoutMs how long to wait for replicas, {@code request.timeout.ms}
   * @param listener told of every marker
   */
  public WriteTxnMarkersHandler(
      PartitionTable table,
      ClusterLookup cluster,
      Clock clock,
      int timeoutMs,
      MarkerListener listener) {
    this.partitions = new PartitionLookup(table, cluster);
    this.clock = clock;
    this.timeoutMs = timeoutMs;
    this.listener = listener;
  }

  @Override
  public ApiKey api() {
    return ApiKey.WRITE_TXN_MARKERS;
  }

  @Override
  public Class<WriteTxnMarkers.Request> requestType() {
    return WriteTxnMarkers.Request.class;
  }

  @Override
  public Class<WriteTxnMarkers.Response> responseType() {
    return WriteTxnMarkers.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      WriteTxnMarkers.Request request,
      Answer<WriteTxnMarkers.Response> answer) {
    int count =
        request.markers().stream()
            .flatMap(marker -> marker.topics().stream())
            .mapToInt(topic -> topic.partitionIndexes().size())
            .sum();
    Outcomes<Short> outcomes =
        new Outcomes<>(count, errors -> answer.send(response(request, errors)));
    int part = 0;
    for (WritableTxnMarker marker : request.markers()) {
      for (WritableTxnMarkerTopic topic : marker.topics()) {
        for (int partition : topic.partitionIndexes()) {
          append(marker, topic.name(), partition, outcomes, part++);
        }
      }
    }
  }

  private void append(
      WritableTxnMarker marker, String topic, int partition, Outcomes<Short> outcomes, int part) {
    PartitionLookup.Found found = partitions.leading(topic, partition);
    if (found.partition() == null) {
      outcomes.set(part, found.error().code());
      return;
    }
    ByteBuf batch = batchOf(marker);
    found
        .partition()
        .append(
            new Append(
                batch,
                AppendOrigin.COORDINATOR,
                Append.ACKS_ALL,
                timeoutMs,
                result -> {
                  batch.release();
                  if (result.isAppended()) {
                    listener.onMarker(
                        topic,
                        partition,
                        marker.producerId(),
                        result.firstOffset(),
                        marker.transactionResult());
                  }
                  outcomes.set(part, result.error().code());
                }));
  }

  private ByteBuf batchOf(WritableTxnMarker marker) {
    ByteBuf batch = Unpooled.directBuffer(MARKER_BYTES);
    ControlRecord.Type type =
        marker.transactionResult() ? ControlRecord.Type.COMMIT : ControlRecord.Type.ABORT;
    new RecordBatchBuilder(batch)
        .producer(marker.producerId(), marker.producerEpoch(), RecordBatch.NO_SEQUENCE, true)
        .marker(clock.wallClockMs(), new ControlRecord(type, marker.coordinatorEpoch()))
        .finish();
    return batch;
  }

  private static WriteTxnMarkers.Response response(
      WriteTxnMarkers.Request request, List<Short> errors) {
    List<WritableTxnMarkerResult> markers = new ArrayList<>();
    int part = 0;
    for (WritableTxnMarker marker : request.markers()) {
      List<WritableTxnMarkerTopicResult> topics = new ArrayList<>();
      for (WritableTxnMarkerTopic topic : marker.topics()) {
        List<WritableTxnMarkerPartitionResult> results = new ArrayList<>();
        for (int partition : topic.partitionIndexes()) {
          results.add(new WritableTxnMarkerPartitionResult(partition, errors.get(part++)));
        }
        topics.add(new WritableTxnMarkerTopicResult(topic.name(), results));
      }
      markers.add(new WritableTxnMarkerResult(marker.producerId(), topics));
    }
    return new WriteTxnMarkers.Response(markers);
  }
}
