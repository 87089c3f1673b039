package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.DeleteGroups;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.group.GroupShards;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * DeleteGroups: deletes groups without members, and their offsets; answered when that is in the
 * log.
 *
 * <p>Versions 0 to 3. A group with members is NON_EMPTY_GROUP, an unknown one GROUP_ID_NOT_FOUND.
 */
public final class DeleteGroupsHandler
    implements Handler<DeleteGroups.Request, DeleteGroups.Response> {
  private final GroupShards groups;

  /** Deletes from the shards of this broker. */
  public DeleteGroupsHandler(GroupShards groups) {
    this.groups = groups;
  }

  @Override
  public ApiKey api() {
    return ApiKey.DELETE_GROUPS;
  }

  @Override
  public Class<DeleteGroups.Request> requestType() {
    return DeleteGroups.Request.class;
  }

  @Override
  public Class<DeleteGroups.Response> responseType() {
    return DeleteGroups.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, DeleteGroups.Request request, Answer<DeleteGroups.Response> answer) {
    // A group that is named twice is deleted, and answered, once.
    List<String> names = request.groupsNames().stream().distinct().toList();
    if (names.isEmpty()) {
      answer.send(new DeleteGroups.Response(0, List.of()));
      return;
    }
    AtomicReferenceArray<ErrorCode> outcome = new AtomicReferenceArray<>(names.size());
    AtomicInteger left = new AtomicInteger(names.size());
    for (int i = 0; i < names.size(); i++) {
      int place = i;
      String groupId = names.get(i);
      groups.submit(
          groupId,
          (shard, nowMs, out) ->
              shard.deleteGroup(
                  groupId, error -> finish(error, place, names, outcome, left, answer), nowMs, out),
          error -> finish(error, place, names, outcome, left, answer));
    }
  }

  /** The last group that is done sends the answer. */
  private static void finish(
      ErrorCode error,
      int place,
      List<String> names,
      AtomicReferenceArray<ErrorCode> outcome,
      AtomicInteger left,
      Answer<DeleteGroups.Response> answer) {
    outcome.set(place, error);
    if (left.decrementAndGet() == 0) {
      List<DeleteGroups.Response.DeletableGroupResult> results = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        results.add(
            new DeleteGroups.Response.DeletableGroupResult(
                names.get(i), outcome.get(i).code(), null));
      }
      answer.send(new DeleteGroups.Response(0, results));
    }
  }
}
