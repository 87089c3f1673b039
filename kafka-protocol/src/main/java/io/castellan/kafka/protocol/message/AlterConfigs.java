package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AlterConfigs, key 33, versions 0 to 2. */
public final class AlterConfigs {
  private AlterConfigs() {}

  /** What is asked. */
  @Api(ApiKey.ALTER_CONFIGS)
  public record Request(List<Resource> resources, boolean validateOnly) {

    /** One resource of the request. */
    public record Resource(byte resourceType, String resourceName, List<AlterableConfig> configs) {}

    /** One alterable config of the request. */
    public record AlterableConfig(String name, @Nullable String value) {}
  }

  /** What is answered. */
  @Api(ApiKey.ALTER_CONFIGS)
  public record Response(int throttleTimeMs, List<ResourceResponse> responses) {

    /** One resource response of the response. */
    public record ResourceResponse(
        short errorCode, @Nullable String errorMessage, byte resourceType, String resourceName) {}
  }
}
