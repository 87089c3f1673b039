package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;

/**
 * V0 client-metrics resources; v1 any config resources.
 *
 * <p>Key 74, versions 0 to 1, flexible since 0. Sent by administrative clients.
 */
public final class ListConfigResources {

  private ListConfigResources() {}

  /**
   * What is asked.
   *
   * @param resourceTypes the kinds of resource to list; empty for all
   */
  @Api(ApiKey.LIST_CONFIG_RESOURCES)
  public record Request(@Since(1) List<Byte> resourceTypes) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param configResources the resources that have configuration
   */
  @Api(ApiKey.LIST_CONFIG_RESOURCES)
  public record Response(
      int throttleTimeMs, short errorCode, List<ConfigResource> configResources) {

    /**
     * A resource that has configuration.
     *
     * @param resourceName the name of the resource
     * @param resourceType the kind of resource, as a code
     */
    public record ConfigResource(
        String resourceName, @Since(1) @Ignorable @Default("16") byte resourceType) {}
  }
}
