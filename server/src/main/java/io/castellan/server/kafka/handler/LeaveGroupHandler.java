package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.LeaveGroup;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.group.GroupShard;
import io.castellan.server.kafka.group.GroupShards;
import io.castellan.server.kafka.shard.Effects;
import java.util.ArrayList;
import java.util.List;

/**
 * LeaveGroup: a member leaves, or an admin removes some.
 *
 * <p>Versions 0 to 5. Before 3 one member, whose error is the answer's; from 3 on a list with an
 * error each.
 */
public final class LeaveGroupHandler implements Handler<LeaveGroup.Request, LeaveGroup.Response> {
  private static final int LIST_SINCE = 3;

  private final GroupShards groups;

  /** Answers from the shards of this broker. */
  public LeaveGroupHandler(GroupShards groups) {
    this.groups = groups;
  }

  @Override
  public ApiKey api() {
    return ApiKey.LEAVE_GROUP;
  }

  @Override
  public Class<LeaveGroup.Request> requestType() {
    return LeaveGroup.Request.class;
  }

  @Override
  public Class<LeaveGroup.Response> responseType() {
    return LeaveGroup.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, LeaveGroup.Request request, Answer<LeaveGroup.Response> answer) {
    short version = context.version();
    groups.submit(
        request.groupId(),
        (shard, nowMs, out) -> out.answer(answer::send, leave(shard, request, version, nowMs, out)),
        error -> answer.send(new LeaveGroup.Response(0, error.code(), List.of())));
  }

  private static LeaveGroup.Response leave(
      GroupShard shard, LeaveGroup.Request request, short version, long nowMs, Effects out) {
    if (request.groupId().isEmpty()) {
      return new LeaveGroup.Response(0, ErrorCode.INVALID_GROUP_ID.code(), List.of());
    }
    if (version < LIST_SINCE) {
      ErrorCode error = shard.leave(request.groupId(), request.memberId(), null, nowMs, out);
      return new LeaveGroup.Response(0, error.code(), List.of());
    }
    List<LeaveGroup.Response.MemberResponse> members = new ArrayList<>();
    for (LeaveGroup.Request.MemberIdentity member : request.members()) {
      ErrorCode error =
          shard.leave(request.groupId(), member.memberId(), member.groupInstanceId(), nowMs, out);
      members.add(
          new LeaveGroup.Response.MemberResponse(
              member.memberId(), member.groupInstanceId(), error.code()));
    }
    return new LeaveGroup.Response(0, ErrorCode.NONE.code(), members);
  }
}
