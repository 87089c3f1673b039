package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * List quotas.
 *
 * <p>Key 48, versions 0 to 1, flexible since 1. Sent by administrative clients.
 */
public final class DescribeClientQuotas {

  private DescribeClientQuotas() {}

  /**
   * What is asked.
   *
   * @param components what the entity must be made of
   * @param strict whether entities with further parts are left out
   */
  @Api(ApiKey.DESCRIBE_CLIENT_QUOTAS)
  public record Request(List<ComponentData> components, boolean strict) {

    /**
     * A part that an entity must have.
     *
     * @param entityType the kind of entity: user, client-id or ip
     * @param matchType 0 the exact name, 1 the default, 2 any name
     * @param match the name to match, or null
     */
    public record ComponentData(String entityType, byte matchType, @Nullable String match) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param entries the entities with their quotas; null on an error
   */
  @Api(ApiKey.DESCRIBE_CLIENT_QUOTAS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Nullable String errorMessage,
      @Nullable List<EntryData> entries) {

    /**
     * A quota entity and its quotas.
     *
     * @param entity the parts that the entity is made of
     * @param values the quotas by name
     */
    public record EntryData(List<EntityData> entity, List<ValueData> values) {}

    /**
     * A part of a quota entity.
     *
     * @param entityType the kind of entity: user, client-id or ip
     * @param entityName the name of the entity; null for the default
     */
    public record EntityData(String entityType, @Nullable String entityName) {}

    /**
     * A quota and its limit.
     *
     * @param key the quota's name, such as producer_byte_rate
     * @param value the limit
     */
    public record ValueData(String key, double value) {}
  }
}
