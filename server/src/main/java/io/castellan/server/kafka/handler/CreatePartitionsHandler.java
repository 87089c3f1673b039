package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.CreatePartitions;
import io.castellan.kafka.protocol.message.CreatePartitions.Request.Assignment;
import io.castellan.kafka.protocol.message.CreatePartitions.Response.TopicResult;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.admin.AdminError;
import io.castellan.server.kafka.admin.NewPartitions;
import io.castellan.server.kafka.admin.RefusedException;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.controller.ClusterMember;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Adds partitions to topics, and waits until they are led, for as long as the client says
 * (KIP-195).
 *
 * <p>Versions 0 to 3, which answer alike.
 */
public final class CreatePartitionsHandler
    implements Handler<CreatePartitions.Request, CreatePartitions.Response> {
  private final ClusterMember member;

  /**
   * @param member adds them
   */
  public CreatePartitionsHandler(ClusterMember member) {
    this.member = member;
  }

  @Override
  public ApiKey api() {
    return ApiKey.CREATE_PARTITIONS;
  }

  @Override
  public Class<CreatePartitions.Request> requestType() {
    return CreatePartitions.Request.class;
  }

  @Override
  public Class<CreatePartitions.Response> responseType() {
    return CreatePartitions.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      CreatePartitions.Request request,
      Answer<CreatePartitions.Response> answer) {
    Map<String, Integer> occurrences = new HashMap<>();
    Map<String, CreatePartitions.Request.Topic> distinct = new LinkedHashMap<>();
    for (CreatePartitions.Request.Topic topic : request.topics()) {
      occurrences.merge(topic.name(), 1, Integer::sum);
      distinct.put(topic.name(), topic);
    }
    ClusterImage image = member.image();
    Outcomes<TopicResult> outcomes =
        new Outcomes<>(
            distinct.size(), results -> answer.send(new CreatePartitions.Response(0, results)));
    int slot = 0;
    for (CreatePartitions.Request.Topic topic : distinct.values()) {
      int mine = slot++;
      Consumer<AdminError> done =
          error ->
              outcomes.set(
                  mine, new TopicResult(topic.name(), error.code().code(), error.message()));
      if (!member.isController()) {
        done.accept(new AdminError(ErrorCode.NOT_CONTROLLER, null));
      } else if (occurrences.getOrDefault(topic.name(), 1) > 1) {
        done.accept(new AdminError(ErrorCode.INVALID_REQUEST, "Duplicate topic in request."));
      } else {
        add(topic, request, image, done);
      }
    }
  }

  private void add(
      CreatePartitions.Request.Topic topic,
      CreatePartitions.Request request,
      ClusterImage image,
      Consumer<AdminError> done) {
    SortedMap<Integer, List<Integer>> added;
    try {
      List<Assignment> assignments = topic.assignments();
      added =
          NewPartitions.of(
              topic.name(),
              topic.count(),
              assignments == null ? null : assignments.stream().map(Assignment::brokerIds).toList(),
              image);
    } catch (RefusedException e) {
      done.accept(e.error());
      return;
    }
    if (request.validateOnly()) {
      done.accept(new AdminError(ErrorCode.NONE, null));
      return;
    }
    member
        .topicAdmin()
        .addPartitions(
            topic.name(),
            added,
            error -> {
              if (error != ErrorCode.NONE) {
                done.accept(new AdminError(error, message(error, topic.name())));
                return;
              }
              member.await(
                  now -> NewPartitions.areLed(now, topic.name(), added.keySet()),
                  request.timeoutMs(),
                  now -> done.accept(new AdminError(ErrorCode.NONE, null)),
                  () -> done.accept(new AdminError(ErrorCode.REQUEST_TIMED_OUT, null)));
            });
  }

  private static String message(ErrorCode error, String topic) {
    return switch (error) {
      case UNKNOWN_TOPIC_OR_PARTITION -> "The topic '" + topic + "' does not exist.";
      case REASSIGNMENT_IN_PROGRESS ->
          "A partition reassignment is in progress for the topic '" + topic + "'.";
      case INVALID_PARTITIONS -> "The partitions of topic '" + topic + "' have just been changed.";
      default -> "The partitions were not written: ask again.";
    };
  }
}
