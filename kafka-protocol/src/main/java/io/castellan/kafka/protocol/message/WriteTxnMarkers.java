package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;

/** WriteTxnMarkers, key 27, versions 0 to 2. */
public final class WriteTxnMarkers {
  private WriteTxnMarkers() {}

  /** What is asked. */
  @Api(ApiKey.WRITE_TXN_MARKERS)
  public record Request(List<WritableTxnMarker> markers) {

    /** One writable txn marker of the request. */
    public record WritableTxnMarker(
        long producerId,
        short producerEpoch,
        boolean transactionResult,
        List<WritableTxnMarkerTopic> topics,
        int coordinatorEpoch,
        @Since(2) @Ignorable byte transactionVersion) {}

    /** One writable txn marker topic of the request. */
    public record WritableTxnMarkerTopic(String name, List<Integer> partitionIndexes) {}
  }

  /** What is answered. */
  @Api(ApiKey.WRITE_TXN_MARKERS)
  public record Response(List<WritableTxnMarkerResult> markers) {

    /** One writable txn marker result of the response. */
    public record WritableTxnMarkerResult(
        long producerId, List<WritableTxnMarkerTopicResult> topics) {}

    /** One writable txn marker topic result of the response. */
    public record WritableTxnMarkerTopicResult(
        String name, List<WritableTxnMarkerPartitionResult> partitions) {}

    /** One writable txn marker partition result of the response. */
    public record WritableTxnMarkerPartitionResult(int partitionIndex, short errorCode) {}
  }
}
