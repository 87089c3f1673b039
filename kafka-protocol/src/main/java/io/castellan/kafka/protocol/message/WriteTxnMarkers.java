package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;

/**
 * Write transaction markers.
 *
 * <p>Key 27, versions 0 to 2, flexible since 1. Sent by transaction coordinators, to brokers.
 */
public final class WriteTxnMarkers {

  private WriteTxnMarkers() {}

  /**
   * What is asked.
   *
   * @param markers one per transaction
   */
  @Api(ApiKey.WRITE_TXN_MARKERS)
  public record Request(List<WritableTxnMarker> markers) {

    /**
     * The end of a transaction.
     *
     * @param producerId the producer's id, or -1
     * @param producerEpoch the epoch that fences older instances of the producer, or -1
     * @param transactionResult whether it was committed; else aborted
     * @param topics the topics, each with its partitions
     * @param coordinatorEpoch the epoch of the transaction coordinator
     * @param transactionVersion the version of the transaction protocol (KIP-890)
     */
    public record WritableTxnMarker(
        long producerId,
        short producerEpoch,
        boolean transactionResult,
        List<WritableTxnMarkerTopic> topics,
        int coordinatorEpoch,
        @Since(2) @Ignorable byte transactionVersion) {}

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitionIndexes the numbers of the partitions
     */
    public record WritableTxnMarkerTopic(String name, List<Integer> partitionIndexes) {}
  }

  /**
   * What is answered.
   *
   * @param markers one per transaction
   */
  @Api(ApiKey.WRITE_TXN_MARKERS)
  public record Response(List<WritableTxnMarkerResult> markers) {

    /**
     * The end of a transaction.
     *
     * @param producerId the producer's id, or -1
     * @param topics the topics, each with its partitions
     */
    public record WritableTxnMarkerResult(
        long producerId, List<WritableTxnMarkerTopicResult> topics) {}

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the partitions of the topic
     */
    public record WritableTxnMarkerTopicResult(
        String name, List<WritableTxnMarkerPartitionResult> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record WritableTxnMarkerPartitionResult(int partitionIndex, short errorCode) {}
  }
}
