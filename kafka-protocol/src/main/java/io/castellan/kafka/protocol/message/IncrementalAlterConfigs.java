package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** IncrementalAlterConfigs, key 44, versions 0 to 1. */
public final class IncrementalAlterConfigs {
  private IncrementalAlterConfigs() {}

  /** What is asked. */
  @Api(ApiKey.INCREMENTAL_ALTER_CONFIGS)
  public record Request(List<AlterConfigsResource> resources, boolean validateOnly) {

    /** One alter configs resource of the request. */
    public record AlterConfigsResource(
        byte resourceType, String resourceName, List<AlterableConfig> configs) {}

    /** One alterable config of the request. */
    public record AlterableConfig(String name, byte configOperation, @Nullable String value) {}
  }

  /** What is answered. */
  @Api(ApiKey.INCREMENTAL_ALTER_CONFIGS)
  public record Response(int throttleTimeMs, List<AlterConfigsResourceResponse> responses) {

    /** One alter configs resource response of the response. */
    public record AlterConfigsResourceResponse(
        short errorCode, @Nullable String errorMessage, byte resourceType, String resourceName) {}
  }
}
