package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Supported versions and features; also before authentication.
 *
 * <p>Key 18, versions 0 to 5, flexible since 3. Sent by clients.
 */
public final class ApiVersions {

  private ApiVersions() {}

  /**
   * What is asked.
   *
   * @param clientSoftwareName the client library's name (KIP-511)
   * @param clientSoftwareVersion the client library's version (KIP-511)
   * @param clusterId the cluster that the client means, or null
   * @param nodeId the broker that the client means, or -1
   */
  @Api(ApiKey.API_VERSIONS)
  public record Request(
      @Since(3) @Ignorable String clientSoftwareName,
      @Since(3) @Ignorable String clientSoftwareVersion,
      @Since(5) @Ignorable @Default("null") @Nullable String clusterId,
      @Since(5) @Ignorable @Default("-1") int nodeId) {}

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param apiKeys the requests that are served
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param supportedFeatures the features that the broker could use (KIP-584)
   * @param finalizedFeaturesEpoch the version of the finalized features, or -1
   * @param finalizedFeatures the features that the cluster uses
   * @param zkMigrationReady whether a KRaft controller is ready to take over from ZooKeeper
   */
  @Api(ApiKey.API_VERSIONS)
  public record Response(
      short errorCode,
      List<ApiVersion> apiKeys,
      @Since(1) @Ignorable int throttleTimeMs,
      @Since(3) @Tag(0) @Ignorable List<SupportedFeatureKey> supportedFeatures,
      @Since(3) @Tag(1) @Ignorable @Default("-1") long finalizedFeaturesEpoch,
      @Since(3) @Tag(2) @Ignorable List<FinalizedFeatureKey> finalizedFeatures,
      @Since(3) @Tag(3) @Ignorable boolean zkMigrationReady) {

    /**
     * A request and its versions.
     *
     * @param apiKey the key of the request
     * @param minVersion the lowest version, inclusive
     * @param maxVersion the highest version, inclusive
     */
    public record ApiVersion(short apiKey, short minVersion, short maxVersion) {}

    /**
     * A feature that the broker could use.
     *
     * @param name the feature's name
     * @param minVersion the lowest level, inclusive
     * @param maxVersion the highest level, inclusive
     */
    public record SupportedFeatureKey(String name, short minVersion, short maxVersion) {}

    /**
     * A feature that the cluster uses.
     *
     * @param name the feature's name
     * @param maxVersionLevel the highest level, inclusive
     * @param minVersionLevel the lowest level, inclusive
     */
    public record FinalizedFeatureKey(String name, short maxVersionLevel, short minVersionLevel) {}
  }
}
