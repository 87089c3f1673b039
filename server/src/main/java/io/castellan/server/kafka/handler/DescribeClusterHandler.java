package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.DescribeCluster;
import io.castellan.kafka.protocol.message.DescribeCluster.Response.Broker;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.cluster.BrokerImage;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.znodes.BrokerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells the cluster's id, its controller and its brokers (KIP-700).
 *
 * <p>Versions 0 to 2. 1: the client says whether it takes us for a broker or a controller
 * (KIP-919). 2: no broker here is ever fenced.
 */
public final class DescribeClusterHandler
    implements Handler<DescribeCluster.Request, DescribeCluster.Response> {
  private static final byte BROKERS = 1;
  private static final byte CONTROLLERS = 2;

  private final Supplier<ClusterImage> image;

  /**
   * @param image the cluster as it is known now
   */
  public DescribeClusterHandler(Supplier<ClusterImage> image) {
    this.image = image;
  }

  @Override
  public ApiKey api() {
    return ApiKey.DESCRIBE_CLUSTER;
  }

  @Override
  public Class<DescribeCluster.Request> requestType() {
    return DescribeCluster.Request.class;
  }

  @Override
  public Class<DescribeCluster.Response> responseType() {
    return DescribeCluster.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      DescribeCluster.Request request,
      Answer<DescribeCluster.Response> answer) {
    if (request.endpointType() == CONTROLLERS) {
      answer.send(
          failed(
              ErrorCode.MISMATCHED_ENDPOINT_TYPE,
              "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of"
                  + " type CONTROLLER"));
      return;
    }
    if (request.endpointType() != BROKERS) {
      answer.send(
          failed(
              ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
              "Unsupported endpoint type " + request.endpointType()));
      return;
    }
    ClusterImage now = image.get();
    List<Broker> brokers = new ArrayList<>(now.brokers().size());
    for (BrokerImage broker : now.brokers().values()) {
      BrokerEndpoint endpoint = broker.endpoint(context.listenerName());
      if (endpoint != null) {
        brokers.add(
            new Broker(broker.id(), endpoint.host(), endpoint.port(), broker.rack(), false));
      }
    }
    answer.send(
        new DescribeCluster.Response(
            0,
            ErrorCode.NONE.code(),
            null,
            BROKERS,
            now.clusterId(),
            now.controllerId(),
            brokers,
            request.includeClusterAuthorizedOperations()
                ? AuthorizedOperations.CLUSTER
                : AuthorizedOperations.NOT_ASKED));
  }

  private static DescribeCluster.Response failed(ErrorCode error, String message) {
    return new DescribeCluster.Response(
        0, error.code(), message, BROKERS, "", -1, List.of(), AuthorizedOperations.NOT_ASKED);
  }
}
