package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alter quotas.
 *
 * <p>Key 49, versions 0 to 1, flexible since 1. Sent by administrative clients.
 */
public final class AlterClientQuotas {

  private AlterClientQuotas() {}

  /**
   * What is asked.
   *
   * @param entries one per quota entity
   * @param validateOnly whether to check only, and change nothing
   */
  @Api(ApiKey.ALTER_CLIENT_QUOTAS)
  public record Request(List<EntryData> entries, boolean validateOnly) {

    /**
     * A quota entity and its quotas.
     *
     * @param entity the parts that the entity is made of
     * @param ops the changes
     */
    public record EntryData(List<EntityData> entity, List<OpData> ops) {}

    /**
     * A part of a quota entity.
     *
     * @param entityType the kind of entity: user, client-id or ip
     * @param entityName the name of the entity; null for the default
     */
    public record EntityData(String entityType, @Nullable String entityName) {}

    /**
     * A change of one quota.
     *
     * @param key the quota's name, such as producer_byte_rate
     * @param value the limit; ignored when it is removed
     * @param remove whether to remove the quota; else set it
     */
    public record OpData(String key, double value, boolean remove) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param entries one per quota entity
   */
  @Api(ApiKey.ALTER_CLIENT_QUOTAS)
  public record Response(int throttleTimeMs, List<EntryData> entries) {

    /**
     * A quota entity and its quotas.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param entity the parts that the entity is made of
     */
    public record EntryData(
        short errorCode, @Nullable String errorMessage, List<EntityData> entity) {}

    /**
     * A part of a quota entity.
     *
     * @param entityType the kind of entity: user, client-id or ip
     * @param entityName the name of the entity; null for the default
     */
    public record EntityData(String entityType, @Nullable String entityName) {}
  }
}
