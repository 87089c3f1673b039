package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.ListOffsets;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.log.FoundOffset;
import io.castellan.server.kafka.log.Isolation;
import io.castellan.server.kafka.log.LogView;
import io.castellan.server.kafka.partition.PartitionRole;
import io.castellan.server.kafka.partition.PartitionTable;
import io.castellan.server.storage.StorageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds offsets by time, or at the ends of a partition.
 *
 * <p>Versions 0 to 11. A time is answered with the first record at or after it; negative values ask
 * for the end (-1: the high watermark, for read_committed the last stable offset), the start (-2),
 * the record with the largest timestamp (-3, version 7), the first record on local disk (-4,
 * version 8) or in remote storage (-5, version 9; -6, version 11): there is none of the latter, so
 * the answer is "no offset". Version 0 answers a list of segments' first offsets instead.
 */
public final class ListOffsetsHandler
    implements Handler<ListOffsets.Request, ListOffsets.Response> {
  private static final Logger log = LoggerFactory.getLogger(ListOffsetsHandler.class);

  private static final long LATEST = -1;
  private static final long EARLIEST = -2;
  private static final long MAX_TIMESTAMP = -3;
  private static final long EARLIEST_LOCAL = -4;
  private static final long LATEST_TIERED = -5;
  private static final long EARLIEST_PENDING_UPLOAD = -6;

  private static final int CONSUMER = -1;

  private final PartitionLookup partitions;
  private final DiskReads reads;

  /**
   * @param table the partitions served here
   * @param cluster for those that are not
   * @param reads runs what may wait for disks
   */
  public ListOffsetsHandler(PartitionTable table, ClusterLookup cluster, Executor reads) {
    this.partitions = new PartitionLookup(table, cluster);
    this.reads = new DiskReads(reads);
  }

  @Override
  public ApiKey api() {
    return ApiKey.LIST_OFFSETS;
  }

  @Override
  public Class<ListOffsets.Request> requestType() {
    return ListOffsets.Request.class;
  }

  @Override
  public Class<ListOffsets.Response> responseType() {
    return ListOffsets.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, ListOffsets.Request request, Answer<ListOffsets.Response> answer) {
    if (looksIntoFiles(context, request)) {
      reads.answer(context, answer, () -> find(context, request));
    } else {
      answer.send(find(context, request));
    }
  }

  /** The ends of a log are known; anything else is searched for, or asks for a file's time. */
  private static boolean looksIntoFiles(RequestContext context, ListOffsets.Request request) {
    return context.version() == 0
        || request.topics().stream()
            .flatMap(topic -> topic.partitions().stream())
            .anyMatch(wanted -> wanted.timestamp() >= 0 || wanted.timestamp() == MAX_TIMESTAMP);
  }

  private ListOffsets.Response find(RequestContext context, ListOffsets.Request request) {
    Isolation isolation = isolation(request);
    List<ListOffsets.Response.TopicResponse> topics = new ArrayList<>(request.topics().size());
    for (ListOffsets.Request.Topic topic : request.topics()) {
      List<ListOffsets.Response.PartitionResponse> answers =
          new ArrayList<>(topic.partitions().size());
      Set<Integer> seen = new HashSet<>();
      for (ListOffsets.Request.Partition wanted : topic.partitions()) {
        answers.add(
            seen.add(wanted.partitionIndex())
                ? find(context, topic.name(), wanted, isolation)
                : failed(wanted, ErrorCode.INVALID_REQUEST));
      }
      topics.add(new ListOffsets.Response.TopicResponse(topic.name(), answers));
    }
    return new ListOffsets.Response(0, topics);
  }

  private static Isolation isolation(ListOffsets.Request request) {
    if (request.replicaId() != CONSUMER) {
      return Isolation.LOG_END;
    }
    return request.isolationLevel() == 1 ? Isolation.COMMITTED : Isolation.HIGH_WATERMARK;
  }

  private ListOffsets.Response.PartitionResponse find(
      RequestContext context,
      String topic,
      ListOffsets.Request.Partition wanted,
      Isolation isolation) {
    PartitionLookup.Found found = partitions.leading(topic, wanted.partitionIndex());
    if (found.partition() == null) {
      return failed(wanted, found.error());
    }
    PartitionRole role = found.partition().role();
    ErrorCode fenced = role.compareEpoch(wanted.currentLeaderEpoch());
    if (fenced != ErrorCode.NONE) {
      return failed(wanted, fenced);
    }
    if (!knows(context.version(), wanted.timestamp())) {
      return failed(wanted, ErrorCode.UNSUPPORTED_VERSION);
    }
    LogView view = found.partition().view();
    try {
      if (context.version() == 0) {
        return new ListOffsets.Response.PartitionResponse(
            wanted.partitionIndex(),
            ErrorCode.NONE.code(),
            view.segmentOffsetsBefore(wanted.timestamp(), wanted.maxNumOffsets()),
            -1,
            -1,
            -1);
      }
      FoundOffset offset = find(view, wanted.timestamp(), isolation, role.leaderEpoch());
      return new ListOffsets.Response.PartitionResponse(
          wanted.partitionIndex(),
          ErrorCode.NONE.code(),
          List.of(),
          offset.timestamp(),
          offset.offset(),
          context.version() < 4 ? -1 : offset.leaderEpoch());
    } catch (StorageException e) {
      log.error("offset lookup failed partition={}-{}", topic, wanted.partitionIndex(), e);
      return failed(wanted, ErrorCode.KAFKA_STORAGE_ERROR);
    }
  }

  private static boolean knows(int version, long timestamp) {
    if (timestamp >= EARLIEST) {
      return true;
    }
    if (timestamp == MAX_TIMESTAMP) {
      return version >= 7;
    }
    if (timestamp == EARLIEST_LOCAL) {
      return version >= 8;
    }
    if (timestamp == LATEST_TIERED) {
      return version >= 9;
    }
    return timestamp == EARLIEST_PENDING_UPLOAD && version >= 11;
  }

  private static FoundOffset find(
      LogView view, long timestamp, Isolation isolation, int leaderEpoch) {
    FoundOffset none = new FoundOffset(-1, -1, -1);
    if (timestamp == LATEST) {
      return new FoundOffset(-1, view.limit(isolation), leaderEpoch);
    }
    if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
      long start = view.logStartOffset();
      return new FoundOffset(-1, start, view.leaderEpochOf(start));
    }
    if (timestamp == LATEST_TIERED || timestamp == EARLIEST_PENDING_UPLOAD) {
      return none;
    }
    FoundOffset found =
        timestamp == MAX_TIMESTAMP
            ? view.offsetOfMaxTimestamp()
            : view.offsetForTimestamp(timestamp);
    return found != null && found.offset() < view.limit(isolation) ? found : none;
  }

  private static ListOffsets.Response.PartitionResponse failed(
      ListOffsets.Request.Partition wanted, ErrorCode error) {
    return new ListOffsets.Response.PartitionResponse(
        wanted.partitionIndex(), error.code(), List.of(), -1, -1, -1);
  }
}
