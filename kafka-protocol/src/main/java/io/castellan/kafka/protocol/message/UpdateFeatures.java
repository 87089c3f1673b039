package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** UpdateFeatures, key 57, versions 0 to 2. */
public final class UpdateFeatures {
  private UpdateFeatures() {}

  /** What is asked. */
  @Api(ApiKey.UPDATE_FEATURES)
  public record Request(
      @Default("60000") int timeoutMs,
      List<FeatureUpdateKey> featureUpdates,
      @Since(1) boolean validateOnly) {

    /** One feature update key of the request. */
    public record FeatureUpdateKey(
        String feature,
        short maxVersionLevel,
        @Until(1) boolean allowDowngrade,
        @Since(1) @Default("1") byte upgradeType) {}
  }

  /** What is answered. */
  @Api(ApiKey.UPDATE_FEATURES)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Nullable String errorMessage,
      @Until(2) @Ignorable List<UpdatableFeatureResult> results) {

    /** One updatable feature result of the response. */
    public record UpdatableFeatureResult(
        String feature, short errorCode, @Nullable String errorMessage) {}
  }
}
