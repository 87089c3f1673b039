package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ApiVersions, key 18, versions 0 to 5. */
public final class ApiVersions {
  private ApiVersions() {}

  /** What is asked. */
  @Api(ApiKey.API_VERSIONS)
  public record Request(
      @Since(3) @Ignorable String clientSoftwareName,
      @Since(3) @Ignorable String clientSoftwareVersion,
      @Since(5) @Ignorable @Default("null") @Nullable String clusterId,
      @Since(5) @Ignorable @Default("-1") int nodeId) {}

  /** What is answered. */
  @Api(ApiKey.API_VERSIONS)
  public record Response(
      short errorCode,
      List<ApiVersion> apiKeys,
      @Since(1) @Ignorable int throttleTimeMs,
      @Since(3) @Tag(0) @Ignorable List<SupportedFeatureKey> supportedFeatures,
      @Since(3) @Tag(1) @Ignorable @Default("-1") long finalizedFeaturesEpoch,
      @Since(3) @Tag(2) @Ignorable List<FinalizedFeatureKey> finalizedFeatures,
      @Since(3) @Tag(3) @Ignorable boolean zkMigrationReady) {

    /** One api version of the response. */
    public record ApiVersion(short apiKey, short minVersion, short maxVersion) {}

    /** One supported feature key of the response. */
    public record SupportedFeatureKey(String name, short minVersion, short maxVersion) {}

    /** One finalized feature key of the response. */
    public record FinalizedFeatureKey(String name, short maxVersionLevel, short minVersionLevel) {}
  }
}
