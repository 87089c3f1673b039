package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.Metadata;
import io.castellan.kafka.protocol.message.Metadata.Response.Broker;
import io.castellan.kafka.protocol.message.Metadata.Response.Partition;
import io.castellan.kafka.protocol.message.Metadata.Response.Topic;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.admin.AutoCreation;
import io.castellan.server.kafka.admin.TopicNames;
import io.castellan.server.kafka.cluster.BrokerImage;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.PartitionImage;
import io.castellan.server.kafka.cluster.TopicImage;
import io.castellan.server.kafka.znodes.BrokerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells clients the brokers, the controller and the topics, and creates topics on demand. A whole
 * answer is made from one image.
 *
 * <p>Versions 0 to 13. 0: no topics means all of them, and replicas without an address on the
 * listener are left out with {@code REPLICA_NOT_AVAILABLE}. 1 on: null means all, empty means none.
 * 4 on: the client says whether topics may be created. 6 on: a leader that does not listen there is
 * {@code LISTENER_NOT_FOUND}, before {@code LEADER_NOT_AVAILABLE}. 12 on: topics by id.
 */
public final class MetadataHandler implements Handler<Metadata.Request, Metadata.Response> {
  private static final int FIRST_WITH_NULL_FOR_ALL = 1;
  private static final int FIRST_WITH_LISTENER_ERROR = 6;
  private static final int FIRST_WITH_TOPIC_IDS = 12;

  private final Supplier<ClusterImage> image;
  private final AutoCreation autoCreation;
  private final boolean autoCreate;

  /**
   * @param image the cluster as it is known now
   * @param autoCreate {@code auto.create.topics.enable}
   */
  public MetadataHandler(
      Supplier<ClusterImage> image, AutoCreation autoCreation, boolean autoCreate) {
    this.image = image;
    this.autoCreation = autoCreation;
    this.autoCreate = autoCreate;
  }

  @Override
  public ApiKey api() {
    return ApiKey.METADATA;
  }

  @Override
  public Class<Metadata.Request> requestType() {
    return Metadata.Request.class;
  }

  @Override
  public Class<Metadata.Response> responseType() {
    return Metadata.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, Metadata.Request request, Answer<Metadata.Response> answer) {
    ClusterImage now = image.get();
    answer.send(
        new Metadata.Response(
            0,
            brokers(now, context.listenerName()),
            now.clusterId(),
            now.controllerId(),
            new Round(now, context, request).topics(),
            request.includeClusterAuthorizedOperations()
                ? AuthorizedOperations.CLUSTER
                : AuthorizedOperations.NOT_ASKED,
            ErrorCode.NONE.code()));
  }

  private static List<Broker> brokers(ClusterImage now, String listener) {
    List<Broker> brokers = new ArrayList<>(now.brokers().size());
    for (BrokerImage broker : now.brokers().values()) {
      BrokerEndpoint endpoint = broker.endpoint(listener);
      if (endpoint != null) {
        brokers.add(new Broker(broker.id(), endpoint.host(), endpoint.port(), broker.rack()));
      }
    }
    return brokers;
  }

  /** One request's topics. */
  private final class Round {
    private final ClusterImage now;
    private final int version;
    private final String listener;
    private final Metadata.Request request;
    private final int operations;

    Round(ClusterImage now, RequestContext context, Metadata.Request request) {
      this.now = now;
      this.version = context.version();
      this.listener = context.listenerName();
      this.request = request;
      this.operations =
          request.includeTopicAuthorizedOperations()
              ? AuthorizedOperations.TOPIC
              : AuthorizedOperations.NOT_ASKED;
    }

    List<Topic> topics() {
      List<Metadata.Request.Topic> asked = request.topics();
      List<Topic> topics = new ArrayList<>();
      if (asked == null || (version < FIRST_WITH_NULL_FOR_ALL && asked.isEmpty())) {
        now.topics().values().forEach(topic -> topics.add(found(topic)));
      } else {
        asked.forEach(topic -> topics.add(topic(topic)));
      }
      return topics;
    }

    private Topic topic(Metadata.Request.Topic asked) {
      if (!asked.topicId().isZero() && version >= FIRST_WITH_TOPIC_IDS) {
        TopicImage known = now.topic(asked.topicId());
        return known == null ? unknownId(asked.topicId()) : found(known);
      }
      String name = asked.name();
      if (name == null || !asked.topicId().isZero()) {
        // Versions 10 and 11 carry ids that stock never served.
        return new Topic(
            ErrorCode.INVALID_REQUEST.code(), "", asked.topicId(), false, List.of(), operations);
      }
      TopicImage known = now.topic(name);
      return known == null ? missing(name) : found(known);
    }

    private Topic unknownId(Uuid id) {
      return new Topic(ErrorCode.UNKNOWN_TOPIC_ID.code(), null, id, false, List.of(), operations);
    }

    private Topic missing(String name) {
      ErrorCode error;
      if (autoCreate && request.allowAutoTopicCreation()) {
        error = autoCreation.create(name);
      } else {
        error =
            TopicNames.objection(name) == null
                ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                : ErrorCode.INVALID_TOPIC_EXCEPTION;
      }
      return new Topic(
          error.code(), name, Uuid.ZERO, TopicNames.isInternal(name), List.of(), operations);
    }

    private Topic found(TopicImage topic) {
      List<Partition> partitions = new ArrayList<>(topic.partitions().size());
      for (PartitionImage partition : topic.partitions()) {
        partitions.add(partition(partition));
      }
      return new Topic(
          ErrorCode.NONE.code(),
          topic.name(),
          topic.id(),
          TopicNames.isInternal(topic.name()),
          partitions,
          operations);
    }

    private Partition partition(PartitionImage partition) {
      BrokerImage leader = now.broker(partition.leader());
      boolean reachable = leader != null && leader.endpoint(listener) != null;
      List<Integer> replicas = shown(partition.replicas());
      List<Integer> isr = shown(partition.isr());
      ErrorCode error;
      if (!reachable) {
        error =
            leader != null && version >= FIRST_WITH_LISTENER_ERROR
                ? ErrorCode.LISTENER_NOT_FOUND
                : ErrorCode.LEADER_NOT_AVAILABLE;
      } else if (replicas.size() < partition.replicas().size()
          || isr.size() < partition.isr().size()) {
        error = ErrorCode.REPLICA_NOT_AVAILABLE;
      } else {
        error = ErrorCode.NONE;
      }
      return new Partition(
          error.code(),
          partition.partition(),
          reachable ? partition.leader() : PartitionImage.NO_LEADER,
          partition.leaderEpoch(),
          replicas,
          isr,
          offline(partition.replicas()));
    }

    private List<Integer> shown(List<Integer> replicas) {
      return version == 0 ? replicas.stream().filter(this::isReachable).toList() : replicas;
    }

    /** In general all are live, and nothing is allocated. */
    private List<Integer> offline(List<Integer> replicas) {
      List<Integer> offline = List.of();
      for (int i = 0; i < replicas.size(); i++) {
        if (!isReachable(replicas.get(i))) {
          offline = offline.isEmpty() ? new ArrayList<>() : offline;
          offline.add(replicas.get(i));
        }
      }
      return offline;
    }

    private boolean isReachable(int brokerId) {
      BrokerImage broker = now.broker(brokerId);
      return broker != null && broker.endpoint(listener) != null;
    }
  }
}
