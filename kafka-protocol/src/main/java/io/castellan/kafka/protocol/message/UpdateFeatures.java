package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finalize feature levels.
 *
 * <p>Key 57, versions 0 to 2, flexible since 0. Sent by administrative clients.
 */
public final class UpdateFeatures {

  private UpdateFeatures() {}

  /**
   * What is asked.
   *
   * @param timeoutMs how long the broker may take, in milliseconds
   * @param featureUpdates the features to change
   * @param validateOnly whether to check only, and change nothing
   */
  @Api(ApiKey.UPDATE_FEATURES)
  public record Request(
      @Default("60000") int timeoutMs,
      List<FeatureUpdateKey> featureUpdates,
      @Since(1) boolean validateOnly) {

    /**
     * A feature to change.
     *
     * @param feature the feature's name
     * @param maxVersionLevel the highest level, inclusive
     * @param allowDowngrade whether the level may fall
     * @param upgradeType 1 upgrade, 2 safe downgrade, 3 unsafe downgrade
     */
    public record FeatureUpdateKey(
        String feature,
        short maxVersionLevel,
        @Until(1) boolean allowDowngrade,
        @Since(1) @Default("1") byte upgradeType) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.UPDATE_FEATURES)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Nullable String errorMessage,
      @Until(2) @Ignorable List<UpdatableFeatureResult> results) {

    /**
     * An outcome.
     *
     * @param feature the feature's name
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record UpdatableFeatureResult(
        String feature, short errorCode, @Nullable String errorMessage) {}
  }
}
