package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.OffsetFetch;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.group.GroupShards;
import io.castellan.server.kafka.group.ZooKeeperOffsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * OffsetFetch: what groups committed.
 *
 * <p>Versions 0 to 10. Version 0 reads ZooKeeper. Before 2 all topics must be named and an error
 * stands with each partition; from 8 on several groups at once; from 10 on topics are named by id.
 * An offset that was never committed is -1 without an error.
 */
public final class OffsetFetchHandler
    implements Handler<OffsetFetch.Request, OffsetFetch.Response> {
  private static final int TOP_LEVEL_ERROR_SINCE = 2;
  private static final int GROUPS_SINCE = 8;
  private static final int IDS_SINCE = 10;

  private final GroupShards groups;
  private final Supplier<ClusterImage> cluster;
  private final OldOffsets oldOffsets;

  /**
   * Answers from the shards of this broker.
   *
   * @param zooKeeper where version 0 reads offsets
   */
  public OffsetFetchHandler(
      GroupShards groups, Supplier<ClusterImage> cluster, ZooKeeperOffsets zooKeeper) {
    this.groups = groups;
    this.cluster = cluster;
    this.oldOffsets = new OldOffsets(zooKeeper, cluster, 0);
  }

  @Override
  public ApiKey api() {
    return ApiKey.OFFSET_FETCH;
  }

  @Override
  public Class<OffsetFetch.Request> requestType() {
    return OffsetFetch.Request.class;
  }

  @Override
  public Class<OffsetFetch.Response> responseType() {
    return OffsetFetch.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, OffsetFetch.Request request, Answer<OffsetFetch.Response> answer) {
    if (context.version() == 0) {
      oldOffsets.fetch(request, answer);
      return;
    }
    if (context.version() >= GROUPS_SINCE) {
      fetchGroups(context, request, answer);
      return;
    }
    ErrorsAt errorsAt =
        context.version() < TOP_LEVEL_ERROR_SINCE ? ErrorsAt.PARTITIONS : ErrorsAt.TOP;
    CommittedOffsets wanted = CommittedOffsets.named(request.topics(), cluster.get());
    groups.submit(
        request.groupId(),
        (shard, nowMs, out) ->
            out.answer(
                answer::send,
                new OffsetFetch.Response(
                    0, wanted.topics(shard, request.groupId()), ErrorCode.NONE.code(), List.of())),
        error ->
            answer.send(
                errorsAt == ErrorsAt.TOP
                    ? new OffsetFetch.Response(0, List.of(), error.code(), List.of())
                    : new OffsetFetch.Response(
                        0, wanted.topicsWith(error), ErrorCode.NONE.code(), List.of())));
  }

  private enum ErrorsAt {
    TOP,
    PARTITIONS
  }

  /** Every group is looked up in its own shard; the last one that is found sends the answer. */
  private void fetchGroups(
      RequestContext context, OffsetFetch.Request request, Answer<OffsetFetch.Response> answer) {
    int count = request.groups().size();
    if (count == 0) {
      answer.send(new OffsetFetch.Response(0, List.of(), ErrorCode.NONE.code(), List.of()));
      return;
    }
    boolean byId = context.version() >= IDS_SINCE;
    ClusterImage image = cluster.get();
    AtomicReferenceArray<OffsetFetch.Response.Group> found = new AtomicReferenceArray<>(count);
    AtomicInteger left = new AtomicInteger(count);
    for (int i = 0; i < count; i++) {
      int place = i;
      OffsetFetch.Request.Group group = request.groups().get(i);
      CommittedOffsets wanted = CommittedOffsets.inGroup(group.topics(), image, byId);
      groups.submit(
          group.groupId(),
          (shard, nowMs, out) ->
              out.answer(
                  result -> finish(result, place, found, left, answer),
                  new OffsetFetch.Response.Group(
                      group.groupId(),
                      wanted.groupTopics(shard, group.groupId()),
                      ErrorCode.NONE.code())),
          error ->
              finish(
                  new OffsetFetch.Response.Group(group.groupId(), List.of(), error.code()),
                  place,
                  found,
                  left,
                  answer));
    }
  }

  private static void finish(
      OffsetFetch.Response.Group group,
      int place,
      AtomicReferenceArray<OffsetFetch.Response.Group> found,
      AtomicInteger left,
      Answer<OffsetFetch.Response> answer) {
    found.set(place, group);
    if (left.decrementAndGet() == 0) {
      List<OffsetFetch.Response.Group> all = new ArrayList<>();
      for (int i = 0; i < found.length(); i++) {
        all.add(found.get(i));
      }
      answer.send(new OffsetFetch.Response(0, List.of(), ErrorCode.NONE.code(), all));
    }
  }
}
