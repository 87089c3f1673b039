package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replace the whole config of a resource (deprecated).
 *
 * <p>Key 33, versions 0 to 2, flexible since 2. Sent by administrative clients.
 */
public final class AlterConfigs {

  private AlterConfigs() {}

  /**
   * What is asked.
   *
   * @param resources the resources, each with what is asked or told of it
   * @param validateOnly whether to check only, and change nothing
   */
  @Api(ApiKey.ALTER_CONFIGS)
  public record Request(List<Resource> resources, boolean validateOnly) {

    /**
     * A resource.
     *
     * @param resourceType the kind of resource, as a code
     * @param resourceName the name of the resource
     * @param configs names and values of the configuration
     */
    public record Resource(byte resourceType, String resourceName, List<AlterableConfig> configs) {}

    /**
     * A setting.
     *
     * @param name the setting's name
     * @param value the value; null to remove the setting
     */
    public record AlterableConfig(String name, @Nullable String value) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param responses one outcome per thing asked for
   */
  @Api(ApiKey.ALTER_CONFIGS)
  public record Response(int throttleTimeMs, List<ResourceResponse> responses) {

    /**
     * A resource.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param resourceType the kind of resource, as a code
     * @param resourceName the name of the resource
     */
    public record ResourceResponse(
        short errorCode, @Nullable String errorMessage, byte resourceType, String resourceName) {}
  }
}
