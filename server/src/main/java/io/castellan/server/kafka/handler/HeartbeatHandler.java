package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.Heartbeat;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.group.GroupShards;

/** Heartbeat: a member of a classic group is alive, and learns of rebalances. Versions 0 to 4. */
public final class HeartbeatHandler implements Handler<Heartbeat.Request, Heartbeat.Response> {
  private final GroupShards groups;

  /** Answers from the shards of this broker. */
  public HeartbeatHandler(GroupShards groups) {
    this.groups = groups;
  }

  @Override
  public ApiKey api() {
    return ApiKey.HEARTBEAT;
  }

  @Override
  public Class<Heartbeat.Request> requestType() {
    return Heartbeat.Request.class;
  }

  @Override
  public Class<Heartbeat.Response> responseType() {
    return Heartbeat.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, Heartbeat.Request request, Answer<Heartbeat.Response> answer) {
    groups.submit(
        request.groupId(),
        (shard, nowMs, out) ->
            out.answer(
                error -> send(answer, error),
                shard.heartbeat(
                    request.groupId(),
                    request.memberId(),
                    request.groupInstanceId(),
                    request.generationId(),
                    nowMs)),
        error -> send(answer, answerWhile(error)));
  }

  /**
   * A member of a group that is being loaded is alive; it need not look for another coordinator.
   */
  private static ErrorCode answerWhile(ErrorCode refusal) {
    return refusal == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS ? ErrorCode.NONE : refusal;
  }

  private static void send(Answer<Heartbeat.Response> answer, ErrorCode error) {
    answer.send(new Heartbeat.Response(0, error.code()));
  }
}
