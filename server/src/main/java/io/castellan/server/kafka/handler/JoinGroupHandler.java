package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.JoinGroup;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.group.GroupShards;
import io.castellan.server.kafka.group.JoinRequest;
import io.castellan.server.kafka.group.JoinResult;
import io.castellan.server.kafka.group.Protocol;
import java.util.List;

/**
 * JoinGroup: a member of a classic group joins or rejoins; answered when the rebalance's join phase
 * ends.
 *
 * <p>Versions 0 to 9. Before 1 the rebalance timeout is the session timeout; from 4 on a new member
 * is given its id first (KIP-394); from 5 on static members (KIP-345); from 9 on a returning static
 * leader may keep the assignment (KIP-814).
 */
public final class JoinGroupHandler implements Handler<JoinGroup.Request, JoinGroup.Response> {
  private static final int REBALANCE_TIMEOUT_SINCE = 1;
  private static final int MEMBER_ID_REQUIRED_SINCE = 4;
  private static final int NULLABLE_PROTOCOL_SINCE = 7;
  private static final int SKIP_ASSIGNMENT_SINCE = 9;

  private final GroupShards groups;

  /** Answers from the shards of this broker. */
  public JoinGroupHandler(GroupShards groups) {
    this.groups = groups;
  }

  @Override
  public ApiKey api() {
    return ApiKey.JOIN_GROUP;
  }

  @Override
  public Class<JoinGroup.Request> requestType() {
    return JoinGroup.Request.class;
  }

  @Override
  public Class<JoinGroup.Response> responseType() {
    return JoinGroup.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, JoinGroup.Request request, Answer<JoinGroup.Response> answer) {
    short version = context.version();
    JoinRequest join = decode(context, request);
    context.releaseFrame(); // a join may wait for minutes
    groups.submit(
        request.groupId(),
        (shard, nowMs, out) ->
            shard.join(
                request.groupId(),
                join,
                result -> answer.send(encode(result, version)),
                nowMs,
                out),
        error -> answer.send(encode(JoinResult.refused(error, request.memberId()), version)));
  }

  private static JoinRequest decode(RequestContext context, JoinGroup.Request request) {
    short version = context.version();
    List<Protocol> protocols =
        request.protocols().stream()
            .map(protocol -> new Protocol(protocol.name(), protocol.metadata()))
            .toList();
    return new JoinRequest(
        request.memberId(),
        request.groupInstanceId(),
        context.clientId(),
        "/" + context.remoteAddress().getAddress().getHostAddress(),
        request.sessionTimeoutMs(),
        version < REBALANCE_TIMEOUT_SINCE
            ? request.sessionTimeoutMs()
            : request.rebalanceTimeoutMs(),
        request.protocolType(),
        protocols,
        version >= MEMBER_ID_REQUIRED_SINCE,
        version >= SKIP_ASSIGNMENT_SINCE);
  }

  private static JoinGroup.Response encode(JoinResult result, short version) {
    String protocolName = result.protocolName();
    if (protocolName == null && version < NULLABLE_PROTOCOL_SINCE) {
      protocolName = "";
    }
    List<JoinGroup.Response.Member> members =
        result.members().stream()
            .map(
                member ->
                    new JoinGroup.Response.Member(
                        member.memberId(), member.instanceId(), member.metadata()))
            .toList();
    ErrorCode error = result.error();
    return new JoinGroup.Response(
        0,
        error.code(),
        result.generation(),
        result.protocolType(),
        protocolName,
        result.leaderId(),
        result.skipAssignment(),
        result.memberId(),
        members);
  }
}
