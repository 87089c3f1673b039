package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.CreateTopics;
import io.castellan.kafka.protocol.message.CreateTopics.Response.CreatableTopicConfigs;
import io.castellan.kafka.protocol.message.CreateTopics.Response.CreatableTopicResult;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.BrokerLayers;
import io.castellan.server.config.ConfigDescription;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.admin.AdminError;
import io.castellan.server.kafka.admin.NewPartitions;
import io.castellan.server.kafka.admin.NewTopic;
import io.castellan.server.kafka.admin.RefusedException;
import io.castellan.server.kafka.admin.ReplicaPlacement;
import io.castellan.server.kafka.admin.TopicNames;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.TopicImage;
import io.castellan.server.kafka.controller.ClusterMember;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Creates topics, and waits until their partitions are led, for as long as the client says.
 *
 * <p>Versions 0 to 7. 1: error messages, and checking without creating. 4: -1 for the broker's
 * default counts. 5: the answer tells counts and settings. 7: and the topic's id. A topic that is
 * not ready in time answers {@code REQUEST_TIMED_OUT}, and goes on being created.
 */
public final class CreateTopicsHandler
    implements Handler<CreateTopics.Request, CreateTopics.Response> {
  private final ClusterMember member;
  private final BrokerConfig config;

  /**
   * @param member creates them
   * @param config defaults
   */
  public CreateTopicsHandler(ClusterMember member, BrokerConfig config) {
    this.member = member;
    this.config = config;
  }

  @Override
  public ApiKey api() {
    return ApiKey.CREATE_TOPICS;
  }

  @Override
  public Class<CreateTopics.Request> requestType() {
    return CreateTopics.Request.class;
  }

  @Override
  public Class<CreateTopics.Response> responseType() {
    return CreateTopics.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, CreateTopics.Request request, Answer<CreateTopics.Response> answer) {
    Map<String, Integer> occurrences = new HashMap<>();
    request.topics().forEach(topic -> occurrences.merge(topic.name(), 1, Integer::sum));
    List<CreateTopics.Request.CreatableTopic> distinct = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (CreateTopics.Request.CreatableTopic topic : request.topics()) {
      if (seen.add(topic.name())) {
        distinct.add(topic);
      }
    }
    int partitions = 0;
    ClusterImage image = member.image();
    Outcomes<CreatableTopicResult> outcomes =
        new Outcomes<>(
            distinct.size(), topics -> answer.send(new CreateTopics.Response(0, topics)));
    for (int i = 0; i < distinct.size(); i++) {
      CreateTopics.Request.CreatableTopic topic = distinct.get(i);
      int slot = i;
      AdminError refusal = refusal(topic, occurrences.getOrDefault(topic.name(), 1));
      if (refusal != null) {
        outcomes.set(slot, failed(topic.name(), refusal));
        continue;
      }
      try {
        ReplicaPlacement.checkCount(partitions); // of all the topics that the request brings
        NewTopic planned = NewTopic.of(wish(topic), image, config);
        partitions += planned.replicas().size();
        ReplicaPlacement.checkCount(partitions);
        create(planned, request, made -> outcomes.set(slot, made));
      } catch (RefusedException e) {
        outcomes.set(slot, failed(topic.name(), e.error()));
      }
    }
  }

  private @Nullable AdminError refusal(CreateTopics.Request.CreatableTopic topic, int occurrences) {
    if (!member.isController()) {
      return new AdminError(ErrorCode.NOT_CONTROLLER, null);
    }
    if (occurrences > 1) {
      return new AdminError(ErrorCode.INVALID_REQUEST, "Found multiple entries for this topic.");
    }
    if (topic.name().equals(TopicNames.CLUSTER_METADATA)) {
      return new AdminError(ErrorCode.TOPIC_AUTHORIZATION_FAILED, "Authorization failed.");
    }
    return null;
  }

  private static NewTopic.Wish wish(CreateTopics.Request.CreatableTopic topic) {
    Map<Integer, List<Integer>> assignments = new HashMap<>();
    topic
        .assignments()
        .forEach(
            assignment -> assignments.put(assignment.partitionIndex(), assignment.brokerIds()));
    Map<String, @Nullable String> settings = new HashMap<>();
    topic.configs().forEach(setting -> settings.put(setting.name(), setting.value()));
    return new NewTopic.Wish(
        topic.name(), topic.numPartitions(), topic.replicationFactor(), assignments, settings);
  }

  private void create(
      NewTopic planned, CreateTopics.Request request, Consumer<CreatableTopicResult> done) {
    if (request.validateOnly()) {
      done.accept(made(planned, Uuid.ZERO, ErrorCode.NONE));
      return;
    }
    String name = planned.name();
    member
        .topicAdmin()
        .createTopic(
            name,
            planned.replicas(),
            planned.config(),
            error -> {
              if (error == ErrorCode.TOPIC_ALREADY_EXISTS) {
                done.accept(
                    failed(name, new AdminError(error, "Topic '" + name + "' already exists.")));
              } else if (error != ErrorCode.NONE) {
                done.accept(failed(name, new AdminError(error, null)));
              } else {
                member.await(
                    now -> NewPartitions.areLed(now, name, planned.replicas().keySet()),
                    request.timeoutMs(),
                    now -> done.accept(made(planned, id(now, name), ErrorCode.NONE)),
                    () ->
                        done.accept(
                            made(planned, id(member.image(), name), ErrorCode.REQUEST_TIMED_OUT)));
              }
            });
  }

  private static Uuid id(ClusterImage image, String topic) {
    TopicImage known = image.topic(topic);
    return known == null ? Uuid.ZERO : known.id();
  }

  private CreatableTopicResult made(NewTopic planned, Uuid id, ErrorCode error) {
    List<CreatableTopicConfigs> configs = new ArrayList<>();
    for (ConfigDescription description :
        ConfigDescription.ofTopic(planned.config(), BrokerLayers.of(config.settings()))) {
      configs.add(
          new CreatableTopicConfigs(
              description.name(),
              description.value(),
              description.readOnly(),
              (byte) description.source().code(),
              description.sensitive()));
    }
    return new CreatableTopicResult(
        planned.name(),
        id,
        error.code(),
        null,
        ErrorCode.NONE.code(),
        planned.replicas().size(),
        (short) planned.replicationFactor(),
        configs);
  }

  private static CreatableTopicResult failed(String name, AdminError error) {
    return new CreatableTopicResult(
        name,
        Uuid.ZERO,
        error.code().code(),
        error.message(),
        ErrorCode.NONE.code(),
        NewTopic.DEFAULT,
        (short) NewTopic.DEFAULT,
        null);
  }
}
