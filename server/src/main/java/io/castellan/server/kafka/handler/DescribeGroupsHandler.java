package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.DescribeGroups;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.group.ClassicGroup;
import io.castellan.server.kafka.group.GroupShards;
import io.castellan.server.kafka.group.GroupSnapshot;
import io.castellan.server.kafka.group.GroupState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * DescribeGroups: classic groups with their members.
 *
 * <p>Versions 0 to 6. A group that does not exist is one in state Dead, and from 6 on
 * GROUP_ID_NOT_FOUND. What members sent and got is shown only while the group is stable.
 */
public final class DescribeGroupsHandler
    implements Handler<DescribeGroups.Request, DescribeGroups.Response> {
  private static final int NOT_FOUND_SINCE = 6;
  private static final int NOT_ASKED = Integer.MIN_VALUE;

  /** The operations on a group, as the bits of their codes: read 3, delete 6, describe 8. */
  private static final int ALL_OPERATIONS = 1 << 3 | 1 << 6 | 1 << 8;

  private final GroupShards groups;

  /** Answers from the shards of this broker. */
  public DescribeGroupsHandler(GroupShards groups) {
    this.groups = groups;
  }

  @Override
  public ApiKey api() {
    return ApiKey.DESCRIBE_GROUPS;
  }

  @Override
  public Class<DescribeGroups.Request> requestType() {
    return DescribeGroups.Request.class;
  }

  @Override
  public Class<DescribeGroups.Response> responseType() {
    return DescribeGroups.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      DescribeGroups.Request request,
      Answer<DescribeGroups.Response> answer) {
    int count = request.groups().size();
    if (count == 0) {
      answer.send(new DescribeGroups.Response(0, List.of()));
      return;
    }
    boolean tellsNotFound = context.version() >= NOT_FOUND_SINCE;
    int operations = request.includeAuthorizedOperations() ? ALL_OPERATIONS : NOT_ASKED;
    AtomicReferenceArray<DescribeGroups.Response.DescribedGroup> found =
        new AtomicReferenceArray<>(count);
    AtomicInteger left = new AtomicInteger(count);
    for (int i = 0; i < count; i++) {
      int place = i;
      String groupId = request.groups().get(i);
      groups.submit(
          groupId,
          (shard, nowMs, out) ->
              out.answer(
                  group -> finish(group, place, found, left, answer),
                  describe(groupId, shard.group(groupId), tellsNotFound, operations)),
          error -> finish(without(groupId, error, null, ""), place, found, left, answer));
    }
  }

  private static void finish(
      DescribeGroups.Response.DescribedGroup group,
      int place,
      AtomicReferenceArray<DescribeGroups.Response.DescribedGroup> found,
      AtomicInteger left,
      Answer<DescribeGroups.Response> answer) {
    found.set(place, group);
    if (left.decrementAndGet() == 0) {
      List<DescribeGroups.Response.DescribedGroup> all = new ArrayList<>();
      for (int i = 0; i < found.length(); i++) {
        all.add(found.get(i));
      }
      answer.send(new DescribeGroups.Response(0, all));
    }
  }

  private static DescribeGroups.Response.DescribedGroup describe(
      String groupId, @Nullable ClassicGroup group, boolean tellsNotFound, int operations) {
    if (group == null) {
      return tellsNotFound
          ? without(
              groupId,
              ErrorCode.GROUP_ID_NOT_FOUND,
              "Group " + groupId + " not found.",
              GroupState.DEAD.text())
          : without(groupId, ErrorCode.NONE, null, GroupState.DEAD.text());
    }
    GroupSnapshot snapshot = group.describe();
    boolean settled = group.state() == GroupState.STABLE;
    String protocol = settled ? snapshot.protocolName() : null;
    List<DescribeGroups.Response.DescribedGroupMember> members =
        snapshot.members().stream()
            .map(
                member ->
                    new DescribeGroups.Response.DescribedGroupMember(
                        member.memberId(),
                        member.instanceId(),
                        member.clientId(),
                        member.clientHost(),
                        settled ? member.subscription() : Bytes.EMPTY,
                        settled ? member.assignment() : Bytes.EMPTY))
            .toList();
    return new DescribeGroups.Response.DescribedGroup(
        ErrorCode.NONE.code(),
        null,
        groupId,
        group.state().text(),
        snapshot.protocolType(),
        protocol == null ? "" : protocol,
        members,
        operations);
  }

  private static DescribeGroups.Response.DescribedGroup without(
      String groupId, ErrorCode error, @Nullable String message, String state) {
    return new DescribeGroups.Response.DescribedGroup(
        error.code(), message, groupId, state, "", "", List.of(), NOT_ASKED);
  }
}
