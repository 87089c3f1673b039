package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Set/delete/append/subtract single keys.
 *
 * <p>Key 44, versions 0 to 1, flexible since 1. Sent by administrative clients.
 */
public final class IncrementalAlterConfigs {

  private IncrementalAlterConfigs() {}

  /**
   * What is asked.
   *
   * @param resources the resources, each with what is asked or told of it
   * @param validateOnly whether to check only, and change nothing
   */
  @Api(ApiKey.INCREMENTAL_ALTER_CONFIGS)
  public record Request(List<AlterConfigsResource> resources, boolean validateOnly) {

    /**
     * A resource.
     *
     * @param resourceType the kind of resource, as a code
     * @param resourceName the name of the resource
     * @param configs names and values of the configuration
     */
    public record AlterConfigsResource(
        byte resourceType, String resourceName, List<AlterableConfig> configs) {}

    /**
     * A setting.
     *
     * @param name the setting's name
     * @param configOperation 0 set, 1 delete, 2 append, 3 subtract
     * @param value the value; null to delete the setting
     */
    public record AlterableConfig(String name, byte configOperation, @Nullable String value) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param responses one outcome per thing asked for
   */
  @Api(ApiKey.INCREMENTAL_ALTER_CONFIGS)
  public record Response(int throttleTimeMs, List<AlterConfigsResourceResponse> responses) {

    /**
     * A resource.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param resourceType the kind of resource, as a code
     * @param resourceName the name of the resource
     */
    public record AlterConfigsResourceResponse(
        short errorCode, @Nullable String errorMessage, byte resourceType, String resourceName) {}
  }
}
