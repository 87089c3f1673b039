package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AlterClientQuotas, key 49, versions 0 to 1. */
public final class AlterClientQuotas {
  private AlterClientQuotas() {}

  /** What is asked. */
  @Api(ApiKey.ALTER_CLIENT_QUOTAS)
  public record Request(List<EntryData> entries, boolean validateOnly) {

    /** One entry data of the request. */
    public record EntryData(List<EntityData> entity, List<OpData> ops) {}

    /** One entity data of the request. */
    public record EntityData(String entityType, @Nullable String entityName) {}

    /** One op data of the request. */
    public record OpData(String key, double value, boolean remove) {}
  }

  /** What is answered. */
  @Api(ApiKey.ALTER_CLIENT_QUOTAS)
  public record Response(int throttleTimeMs, List<EntryData> entries) {

    /** One entry data of the response. */
    public record EntryData(
        short errorCode, @Nullable String errorMessage, List<EntityData> entity) {}

    /** One entity data of the response. */
    public record EntityData(String entityType, @Nullable String entityName) {}
  }
}
