package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.message.ListGroups;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.group.ClassicGroup;
import io.castellan.server.kafka.group.GroupShards;
import java.util.ArrayList;
import java.util.List;

/**
 * ListGroups: the groups that this broker coordinates.
 *
 * <p>Versions 0 to 5; from 4 on the answer may be limited to states, from 5 on to types (KIP-518,
 * KIP-848).
 */
public final class ListGroupsHandler implements Handler<ListGroups.Request, ListGroups.Response> {
  private static final String TYPE = "classic";

  private final GroupShards groups;

  /** Answers from the shards of this broker. */
  public ListGroupsHandler(GroupShards groups) {
    this.groups = groups;
  }

  @Override
  public ApiKey api() {
    return ApiKey.LIST_GROUPS;
  }

  @Override
  public Class<ListGroups.Request> requestType() {
    return ListGroups.Request.class;
  }

  @Override
  public Class<ListGroups.Response> responseType() {
    return ListGroups.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, ListGroups.Request request, Answer<ListGroups.Response> answer) {
    // One shard after another adds to it, each on its own lane: never two at once.
    List<ListGroups.Response.ListedGroup> listed = new ArrayList<>();
    groups.forEach(
        (shard, nowMs, out) -> {
          for (ClassicGroup group : shard.groups()) {
            if (isWanted(group, request)) {
              listed.add(
                  new ListGroups.Response.ListedGroup(
                      group.id(), group.protocolType(), group.state().text(), TYPE));
            }
          }
        },
        error -> answer.send(new ListGroups.Response(0, error.code(), listed)));
  }

  private static boolean isWanted(ClassicGroup group, ListGroups.Request request) {
    return allows(request.statesFilter(), group.state().text())
        && allows(request.typesFilter(), TYPE);
  }

  private static boolean allows(List<String> filter, String value) {
    return filter.isEmpty() || filter.stream().anyMatch(value::equalsIgnoreCase);
  }
}
