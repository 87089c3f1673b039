package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.message.SyncGroup;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.group.GroupShards;
import io.castellan.server.kafka.group.SyncRequest;
import io.castellan.server.kafka.group.SyncResult;
import java.util.HashMap;
import java.util.Map;

/**
 * SyncGroup: the leader hands everyone's assignment in, a member gets its own; answered when the
 * assignment is stored.
 *
 * <p>Versions 0 to 5; from 5 on the member's idea of the protocol is checked (KIP-559).
 */
public final class SyncGroupHandler implements Handler<SyncGroup.Request, SyncGroup.Response> {
  private final GroupShards groups;

  /** Answers from the shards of this broker. */
  public SyncGroupHandler(GroupShards groups) {
    this.groups = groups;
  }

  @Override
  public ApiKey api() {
    return ApiKey.SYNC_GROUP;
  }

  @Override
  public Class<SyncGroup.Request> requestType() {
    return SyncGroup.Request.class;
  }

  @Override
  public Class<SyncGroup.Response> responseType() {
    return SyncGroup.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, SyncGroup.Request request, Answer<SyncGroup.Response> answer) {
    Map<String, Bytes> assignments = new HashMap<>();
    for (SyncGroup.Request.Assignment assignment : request.assignments()) {
      assignments.put(assignment.memberId(), assignment.assignment());
    }
    SyncRequest sync =
        new SyncRequest(
            request.memberId(),
            request.groupInstanceId(),
            request.generationId(),
            request.protocolType(),
            request.protocolName(),
            assignments);
    context.releaseFrame(); // a sync may wait for minutes
    groups.submit(
        request.groupId(),
        (shard, nowMs, out) ->
            shard.sync(request.groupId(), sync, result -> answer.send(encode(result)), nowMs, out),
        error -> answer.send(encode(SyncResult.refused(error))));
  }

  private static SyncGroup.Response encode(SyncResult result) {
    return new SyncGroup.Response(
        0,
        result.error().code(),
        result.protocolType(),
        result.protocolName(),
        result.assignment());
  }
}
