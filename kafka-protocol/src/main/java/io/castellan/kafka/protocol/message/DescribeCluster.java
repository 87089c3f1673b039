package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeCluster, key 60, versions 0 to 2. */
public final class DescribeCluster {
  private DescribeCluster() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_CLUSTER)
  public record Request(
      boolean includeClusterAuthorizedOperations,
      @Since(1) @Default("1") byte endpointType,
      @Since(2) boolean includeFencedBrokers) {}

  /** What is answered. */
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

    /** One broker of the response. */
    public record Broker(
        int brokerId,
        String host,
        int port,
        @Default("null") @Nullable String rack,
        @Since(2) boolean isFenced) {}
  }
}
