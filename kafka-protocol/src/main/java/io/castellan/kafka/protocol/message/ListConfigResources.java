package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;

/** ListConfigResources, key 74, versions 0 to 1. */
public final class ListConfigResources {
  private ListConfigResources() {}

  /** What is asked. */
  @Api(ApiKey.LIST_CONFIG_RESOURCES)
  public record Request(@Since(1) List<Byte> resourceTypes) {}

  /** What is answered. */
  @Api(ApiKey.LIST_CONFIG_RESOURCES)
  public record Response(
      int throttleTimeMs, short errorCode, List<ConfigResource> configResources) {

    /** One config resource of the response. */
    public record ConfigResource(
        String resourceName, @Since(1) @Ignorable @Default("16") byte resourceType) {}
  }
}
