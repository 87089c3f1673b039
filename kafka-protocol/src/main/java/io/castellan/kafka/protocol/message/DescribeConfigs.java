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
 * Read configs with sources and synonyms.
 *
 * <p>Key 32, versions 0 to 4, flexible since 4. Sent by administrative and other clients.
 */
public final class DescribeConfigs {

  private DescribeConfigs() {}

  /**
   * What is asked.
   *
   * @param resources the resources, each with what is asked or told of it
   * @param includeSynonyms whether to tell what else would apply, in order
   * @param includeDocumentation whether to describe each setting in words
   */
  @Api(ApiKey.DESCRIBE_CONFIGS)
  public record Request(
      List<Resource> resources,
      @Since(1) boolean includeSynonyms,
      @Since(3) boolean includeDocumentation) {

    /**
     * A resource.
     *
     * @param resourceType the kind of resource, as a code
     * @param resourceName the name of the resource
     * @param configurationKeys the names to describe; null for all
     */
    public record Resource(
        byte resourceType, String resourceName, @Nullable List<String> configurationKeys) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.DESCRIBE_CONFIGS)
  public record Response(int throttleTimeMs, List<Result> results) {

    /**
     * An outcome.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param resourceType the kind of resource, as a code
     * @param resourceName the name of the resource
     * @param configs names and values of the configuration
     */
    public record Result(
        short errorCode,
        @Nullable String errorMessage,
        byte resourceType,
        String resourceName,
        List<ResourceResult> configs) {}

    /**
     * A setting.
     *
     * @param name the setting's name
     * @param value the value; null when there is none or it is secret
     * @param readOnly whether it cannot be changed while the broker runs
     * @param isDefault whether nobody set the value
     * @param configSource where the value comes from, as a code
     * @param isSensitive whether the value is a secret and therefore not shown
     * @param synonyms what else would apply, in order
     * @param configType the type of the value, as a code
     * @param documentation the setting in words, or null
     */
    public record ResourceResult(
        String name,
        @Nullable String value,
        boolean readOnly,
        @Until(1) boolean isDefault,
        @Since(1) @Ignorable @Default("-1") byte configSource,
        boolean isSensitive,
        @Since(1) @Ignorable List<Synonym> synonyms,
        @Since(3) @Ignorable byte configType,
        @Since(3) @Ignorable @Nullable String documentation) {}

    /**
     * A value that would apply if the ones before it were gone.
     *
     * @param name the setting's name
     * @param value the value; null when there is none or it is secret
     * @param source where it comes from
     */
    public record Synonym(String name, @Nullable String value, byte source) {}
  }
}
