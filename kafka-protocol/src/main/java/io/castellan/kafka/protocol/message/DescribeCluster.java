package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cluster id, controller, brokers (v1+ endpoint type).
 *
 * <p>Key 60, versions 0 to 2, flexible since 0. Sent by administrative clients.
 */
public final class DescribeCluster {

  private DescribeCluster() {}

  /**
   * What is asked.
   *
   * @param includeClusterAuthorizedOperations whether to tell which operations the client may
   *     perform on the cluster
   * @param endpointType 1 for brokers, 2 for controllers
   * @param includeFencedBrokers whether to list brokers that are registered but fenced
   */
  @Api(ApiKey.DESCRIBE_CLUSTER)
  public record Request(
      boolean includeClusterAuthorizedOperations,
      @Since(1) @Default("1") byte endpointType,
      @Since(2) boolean includeFencedBrokers) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param endpointType 1 for brokers, 2 for controllers
   * @param clusterId the id of the cluster, or null
   * @param controllerId the id of the controller, or -1
   * @param brokers the brokers that are alive
   * @param clusterAuthorizedOperations a bit for each operation that the client may perform on the
   *     cluster; the lowest int when not asked for
   */
  @Api(ApiKey.DESCRIBE_CLUSTER)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      @Since(1) @Default("1") byte endpointType,
      String clusterId,
      @Default("-1") int controllerId,
      List<Broker> brokers,
      @Default("-2147483648") int clusterAuthorizedOperations) {

    /**
     * A broker.
     *
     * @param brokerId the broker's id
     * @param host the host that clients connect to
     * @param port the port that clients connect to
     * @param rack the broker's rack, or null
     * @param isFenced whether the broker is fenced
     */
    public record Broker(
        int brokerId,
        String host,
        int port,
        @Default("null") @Nullable String rack,
        @Since(2) boolean isFenced) {}
  }
}
