package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeClientQuotas, key 48, versions 0 to 1. */
public final class DescribeClientQuotas {
  private DescribeClientQuotas() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_CLIENT_QUOTAS)
  public record Request(List<ComponentData> components, boolean strict) {

    /** One component data of the request. */
    public record ComponentData(String entityType, byte matchType, @Nullable String match) {}
  }

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_CLIENT_QUOTAS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Nullable String errorMessage,
      @Nullable List<EntryData> entries) {

    /** One entry data of the response. */
    public record EntryData(List<EntityData> entity, List<ValueData> values) {}

    /** One entity data of the response. */
    public record EntityData(String entityType, @Nullable String entityName) {}

    /** One value data of the response. */
    public record ValueData(String key, double value) {}
  }
}
