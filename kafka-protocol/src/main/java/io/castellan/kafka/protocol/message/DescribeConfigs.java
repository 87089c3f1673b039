package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeConfigs, key 32, versions 0 to 4. */
public final class DescribeConfigs {
  private DescribeConfigs() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_CONFIGS)
  public record Request(
      List<Resource> resources,
      @Since(1) boolean includeSynonyms,
      @Since(3) boolean includeDocumentation) {

    /** One resource of the request. */
    public record Resource(
        byte resourceType, String resourceName, @Nullable List<String> configurationKeys) {}
  }

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_CONFIGS)
  public record Response(int throttleTimeMs, List<Result> results) {

    /** One result of the response. */
    public record Result(
        short errorCode,
        @Nullable String errorMessage,
        byte resourceType,
        String resourceName,
        List<ResourceResult> configs) {}

    /** One resource result of the response. */
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

    /** One synonym of the response. */
    public record Synonym(String name, @Nullable String value, byte source) {}
  }
}
