package io.castellan.server.kafka.fetch;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.Fetch;

/**
 * A partition that is fetched: what the client wants of it, and, in a session, what it was told of
 * it last. Belongs to one request, or to a session and then to whoever has claimed that.
 */
public final class FetchTarget {
  private static final long NEVER_TOLD = -1;

  private final String topic;
  private final Uuid topicId;
  private Fetch.Request.Partition wanted;
  private long highWatermark = NEVER_TOLD;
  private long logStartOffset = NEVER_TOLD;

  FetchTarget(String topic, Uuid topicId, Fetch.Request.Partition wanted) {
    this.topic = topic;
    this.topicId = topicId;
    this.wanted = wanted;
  }

  /** The topic's name, empty in requests that name topics by id. */
  public String topic() {
    return topic;
  }

  /** The topic's id, zero in requests that name topics by name. */
  public Uuid topicId() {
    return topicId;
  }

  /** What the client wants. */
  public Fetch.Request.Partition wanted() {
    return wanted;
  }

  void want(Fetch.Request.Partition now) {
    wanted = now;
  }

  /** Takes note of what the client is told. */
  void tell(Fetch.Response.PartitionData answer) {
    // What goes with an error is sent again once the error is gone.
    boolean failed = answer.errorCode() != ErrorCode.NONE.code() || diverges(answer);
    highWatermark = failed ? NEVER_TOLD : answer.highWatermark();
    logStartOffset = answer.logStartOffset();
  }

  /** Whether an answer holds anything that the client has not been told yet. */
  boolean isNews(Fetch.Response.PartitionData answer) {
    return recordsBytes(answer) > 0
        || answer.highWatermark() != highWatermark
        || answer.logStartOffset() != logStartOffset
        || answer.preferredReadReplica() >= 0
        || answer.errorCode() != ErrorCode.NONE.code()
        || diverges(answer);
  }

  private static boolean diverges(Fetch.Response.PartitionData answer) {
    return answer.divergingEpoch().epoch() >= 0;
  }

  static int recordsBytes(Fetch.Response.PartitionData answer) {
    return answer.records() == null ? 0 : answer.records().sizeInBytes();
  }
}
