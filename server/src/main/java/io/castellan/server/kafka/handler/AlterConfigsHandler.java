package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.AlterConfigs;
import io.castellan.kafka.protocol.message.AlterConfigs.Response.ResourceResponse;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.admin.RefusedException;
import io.castellan.server.kafka.controller.ClusterMember;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replaces all settings of topics: what is not named has its default again (KIP-133; deprecated,
 * but what tools up to 2.2 send).
 *
 * <p>Versions 0 to 2, which answer alike. See {@link ConfigAlteration} for brokers.
 */
public final class AlterConfigsHandler
    implements Handler<AlterConfigs.Request, AlterConfigs.Response> {
  private final ConfigAlteration alteration;

  /**
   * @param member writes settings
   * @param config what topics inherit
   */
  public AlterConfigsHandler(ClusterMember member, BrokerConfig config) {
    this.alteration = new ConfigAlteration(member, config);
  }

  @Override
  public ApiKey api() {
    return ApiKey.ALTER_CONFIGS;
  }

  @Override
  public Class<AlterConfigs.Request> requestType() {
    return AlterConfigs.Request.class;
  }

  @Override
  public Class<AlterConfigs.Response> responseType() {
    return AlterConfigs.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, AlterConfigs.Request request, Answer<AlterConfigs.Response> answer) {
    List<AlterConfigs.Request.Resource> resources = request.resources();
    Outcomes<ResourceResponse> outcomes =
        new Outcomes<>(resources.size(), all -> answer.send(new AlterConfigs.Response(0, all)));
    for (int i = 0; i < resources.size(); i++) {
      int slot = i;
      AlterConfigs.Request.Resource resource = resources.get(i);
      alteration.alter(
          resource.resourceType(),
          resource.resourceName(),
          resource.configs().stream().map(AlterConfigs.Request.AlterableConfig::name).toList(),
          request.validateOnly(),
          before -> replaced(resource),
          error ->
              outcomes.set(
                  slot,
                  new ResourceResponse(
                      error.code().code(),
                      error.message(),
                      resource.resourceType(),
                      resource.resourceName())));
    }
  }

  private static Map<String, String> replaced(AlterConfigs.Request.Resource resource)
      throws RefusedException {
    Map<String, String> settings = new TreeMap<>();
    for (AlterConfigs.Request.AlterableConfig config : resource.configs()) {
      String value = config.value();
      if (value == null) {
        throw new RefusedException(
            ErrorCode.INVALID_REQUEST, "Null value not supported for : " + config.name());
      }
      if (settings.put(config.name(), value) != null) {
        throw new RefusedException(ErrorCode.INVALID_REQUEST, "Error due to duplicate config keys");
      }
    }
    return settings;
  }
}
