package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.FindCoordinator;
import io.castellan.kafka.protocol.message.FindCoordinator.Response.Coordinator;
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
 * Tells which broker coordinates a group: the leader of the partition of {@code __consumer_offsets}
 * that the group's id hashes to. The topic is created when it is missing; the client is told to ask
 * again.
 *
 * <p>Versions 0 to 6. 1: kinds of keys. 4: several keys, each with its own outcome. Transactional
 * ids are refused with {@code UNSUPPORTED_VERSION}, which makes clients give up at once: no
 * transaction coordinator is served. Keys of share groups are {@code INVALID_REQUEST}, as from
 * stock 3.9.
 */
public final class FindCoordinatorHandler
    implements Handler<FindCoordinator.Request, FindCoordinator.Response> {
  private static final int FIRST_WITH_SEVERAL_KEYS = 4;
  private static final byte GROUP = 0;
  private static final byte TRANSACTION = 1;

  private final Supplier<ClusterImage> image;
  private final AutoCreation autoCreation;

  /**
   * @param image the cluster as it is known now
   * @param autoCreation creates {@code __consumer_offsets}
   */
  public FindCoordinatorHandler(Supplier<ClusterImage> image, AutoCreation autoCreation) {
    this.image = image;
    this.autoCreation = autoCreation;
  }

  @Override
  public ApiKey api() {
    return ApiKey.FIND_COORDINATOR;
  }

  @Override
  public Class<FindCoordinator.Request> requestType() {
    return FindCoordinator.Request.class;
  }

  @Override
  public Class<FindCoordinator.Response> responseType() {
    return FindCoordinator.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      FindCoordinator.Request request,
      Answer<FindCoordinator.Response> answer) {
    if (context.version() >= FIRST_WITH_SEVERAL_KEYS) {
      List<Coordinator> coordinators = new ArrayList<>(request.coordinatorKeys().size());
      for (String key : request.coordinatorKeys()) {
        coordinators.add(find(key, request.keyType(), context.listenerName()));
      }
      answer.send(
          new FindCoordinator.Response(0, ErrorCode.NONE.code(), "", 0, "", 0, coordinators));
      return;
    }
    Coordinator found = find(request.key(), request.keyType(), context.listenerName());
    // Stock puts the name of the outcome into the message, even NONE.
    answer.send(
        new FindCoordinator.Response(
            0,
            found.errorCode(),
            ErrorCode.forCode(found.errorCode()).name(),
            found.nodeId(),
            found.host(),
            found.port(),
            List.of()));
  }

  private Coordinator find(String key, byte keyType, String listener) {
    if (keyType == TRANSACTION) {
      return none(key, ErrorCode.UNSUPPORTED_VERSION);
    }
    if (keyType != GROUP) {
      return none(key, ErrorCode.INVALID_REQUEST);
    }
    ClusterImage now = image.get();
    TopicImage offsets = now.topic(TopicNames.CONSUMER_OFFSETS);
    if (offsets == null) {
      autoCreation.create(TopicNames.CONSUMER_OFFSETS);
      return none(key, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }
    PartitionImage partition = offsets.partition(partitionOf(key, offsets.partitions().size()));
    BrokerImage leader = partition == null ? null : now.broker(partition.leader());
    BrokerEndpoint endpoint = leader == null ? null : leader.endpoint(listener);
    if (leader == null || endpoint == null) {
      return none(key, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }
    return new Coordinator(
        key, leader.id(), endpoint.host(), endpoint.port(), ErrorCode.NONE.code(), "");
  }

  /** The partition that holds a group's offsets; the lowest int hashes to 0, as in stock. */
  static int partitionOf(String group, int partitions) {
    int hash = group.hashCode();
    return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % partitions;
  }

  private static Coordinator none(String key, ErrorCode error) {
    return new Coordinator(key, -1, "", -1, error.code(), "");
  }
}
