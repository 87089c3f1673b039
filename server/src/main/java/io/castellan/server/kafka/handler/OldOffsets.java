package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.OffsetCommit;
import io.castellan.kafka.protocol.message.OffsetFetch;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.group.ZooKeeperOffsets;
import io.castellan.server.kafka.znodes.ConsumerOffsetZnode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Version 0 of OffsetCommit and OffsetFetch, as clients of 0.8 speak it: offsets are kept in
 * ZooKeeper, whatever the group. Where nothing is kept, or the partition is not known, the answer
 * is offset -1 and {@code UNKNOWN_TOPIC_OR_PARTITION}, as in stock.
 */
final class OldOffsets {
  private static final long NO_OFFSET = -1;

  private final ZooKeeperOffsets offsets;
  private final Supplier<ClusterImage> cluster;
  private final int maxMetadataBytes;

  /**
   * @param maxMetadataBytes {@code offset.metadata.max.bytes}; the metadata itself is not kept
   */
  OldOffsets(ZooKeeperOffsets offsets, Supplier<ClusterImage> cluster, int maxMetadataBytes) {
    this.offsets = offsets;
    this.cluster = cluster;
    this.maxMetadataBytes = maxMetadataBytes;
  }

  void commit(OffsetCommit.Request request, Answer<OffsetCommit.Response> answer) {
    ClusterImage image = cluster.get();
    List<OffsetCommit.Response.Topic> topics = new ArrayList<>();
    Countdown left = new Countdown(() -> answer.send(new OffsetCommit.Response(0, topics)));
    for (OffsetCommit.Request.Topic topic : request.topics()) {
      OffsetCommit.Response.Partition[] outcome =
          new OffsetCommit.Response.Partition[topic.partitions().size()];
      for (int i = 0; i < outcome.length; i++) {
        OffsetCommit.Request.Partition wanted = topic.partitions().get(i);
        ErrorCode refused = judge(image, request.groupId(), topic.name(), wanted);
        int place = i;
        outcome[i] = new OffsetCommit.Response.Partition(wanted.partitionIndex(), refused.code());
        if (refused == ErrorCode.NONE) {
          left.add();
          offsets.commit(
              request.groupId(),
              new TopicPartition(topic.name(), wanted.partitionIndex()),
              wanted.committedOffset(),
              error -> {
                outcome[place] =
                    new OffsetCommit.Response.Partition(wanted.partitionIndex(), error.code());
                left.done();
              });
        }
      }
      topics.add(
          new OffsetCommit.Response.Topic(topic.name(), topic.topicId(), Arrays.asList(outcome)));
    }
    left.done();
  }

  private ErrorCode judge(
      ClusterImage image, String group, String topic, OffsetCommit.Request.Partition wanted) {
    if (!ConsumerOffsetZnode.isValidGroup(group)) {
      return ErrorCode.INVALID_GROUP_ID;
    }
    if (image.partition(topic, wanted.partitionIndex()) == null) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    String metadata = wanted.committedMetadata();
    return metadata != null && metadata.length() > maxMetadataBytes
        ? ErrorCode.OFFSET_METADATA_TOO_LARGE
        : ErrorCode.NONE;
  }

  void fetch(OffsetFetch.Request request, Answer<OffsetFetch.Response> answer) {
    ClusterImage image = cluster.get();
    List<OffsetFetch.Response.Topic> topics = new ArrayList<>();
    Countdown left =
        new Countdown(
            () ->
                answer.send(new OffsetFetch.Response(0, topics, ErrorCode.NONE.code(), List.of())));
    List<OffsetFetch.Request.Topic> wanted =
        request.topics() == null ? List.of() : request.topics();
    for (OffsetFetch.Request.Topic topic : wanted) {
      OffsetFetch.Response.Partition[] found =
          new OffsetFetch.Response.Partition[topic.partitionIndexes().size()];
      for (int i = 0; i < found.length; i++) {
        int partition = topic.partitionIndexes().get(i);
        int place = i;
        found[i] = answer(partition, NO_OFFSET, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        if (ConsumerOffsetZnode.isValidGroup(request.groupId())
            && image.partition(topic.name(), partition) != null) {
          left.add();
          offsets.fetch(
              request.groupId(),
              new TopicPartition(topic.name(), partition),
              (error, offset) -> {
                if (error != ErrorCode.NONE || offset != NO_OFFSET) {
                  found[place] = answer(partition, offset, error);
                }
                left.done();
              });
        }
      }
      topics.add(new OffsetFetch.Response.Topic(topic.name(), Arrays.asList(found)));
    }
    left.done();
  }

  private static OffsetFetch.Response.Partition answer(
      int partition, long offset, ErrorCode error) {
    return new OffsetFetch.Response.Partition(partition, offset, -1, "", error.code());
  }

  /** Runs something once all have ended: the parts, and whoever starts them. */
  private static final class Countdown {
    private final AtomicInteger left = new AtomicInteger(1);
    private final Runnable last;

    Countdown(Runnable last) {
      this.last = last;
    }

    void add() {
      left.incrementAndGet();
    }

    void done() {
      if (left.decrementAndGet() == 0) {
        last.run();
      }
    }
  }
}
