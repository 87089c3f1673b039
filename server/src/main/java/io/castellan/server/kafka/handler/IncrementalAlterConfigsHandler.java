package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.IncrementalAlterConfigs;
import io.castellan.kafka.protocol.message.IncrementalAlterConfigs.Response.AlterConfigsResourceResponse;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.ConfigTable;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.admin.RefusedException;
import io.castellan.server.kafka.admin.TopicSettings;
import io.castellan.server.kafka.controller.ClusterMember;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes single settings of topics: sets or deletes them, or adds elements to a list and removes
 * them (KIP-339).
 *
 * <p>Versions 0 and 1, which answer alike. See {@link ConfigAlteration} for brokers.
 */
public final class IncrementalAlterConfigsHandler
    implements Handler<IncrementalAlterConfigs.Request, IncrementalAlterConfigs.Response> {
  private final ConfigAlteration alteration;

  /**
   * @param member writes settings
   * @param config what topics inherit
   */
  public IncrementalAlterConfigsHandler(ClusterMember member, BrokerConfig config) {
    this.alteration = new ConfigAlteration(member, config);
  }

  @Override
  public ApiKey api() {
    return ApiKey.INCREMENTAL_ALTER_CONFIGS;
  }

  @Override
  public Class<IncrementalAlterConfigs.Request> requestType() {
    return IncrementalAlterConfigs.Request.class;
  }

  @Override
  public Class<IncrementalAlterConfigs.Response> responseType() {
    return IncrementalAlterConfigs.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      IncrementalAlterConfigs.Request request,
      Answer<IncrementalAlterConfigs.Response> answer) {
    List<IncrementalAlterConfigs.Request.AlterConfigsResource> resources = request.resources();
    Outcomes<AlterConfigsResourceResponse> outcomes =
        new Outcomes<>(
            resources.size(), all -> answer.send(new IncrementalAlterConfigs.Response(0, all)));
    for (int i = 0; i < resources.size(); i++) {
      int slot = i;
      IncrementalAlterConfigs.Request.AlterConfigsResource resource = resources.get(i);
      alteration.alter(
          resource.resourceType(),
          resource.resourceName(),
          resource.configs().stream()
              .map(IncrementalAlterConfigs.Request.AlterableConfig::name)
              .toList(),
          request.validateOnly(),
          before -> changed(before, resource),
          error ->
              outcomes.set(
                  slot,
                  new AlterConfigsResourceResponse(
                      error.code().code(),
                      error.message(),
                      resource.resourceType(),
                      resource.resourceName())));
    }
  }

  private static Map<String, String> changed(
      Map<String, String> settings, IncrementalAlterConfigs.Request.AlterConfigsResource resource)
      throws RefusedException {
    ConfigTable table =
        resource.resourceType() == ConfigResources.BROKER
            ? ConfigTable.broker()
            : ConfigTable.topic();
    Set<String> named = new HashSet<>();
    for (IncrementalAlterConfigs.Request.AlterableConfig config : resource.configs()) {
      if (!named.add(config.name())) {
        throw new RefusedException(ErrorCode.INVALID_REQUEST, "Error due to duplicate config keys");
      }
      TopicSettings.Operation operation =
          TopicSettings.Operation.fromCode(config.configOperation());
      if (operation == null) {
        throw new RefusedException(
            ErrorCode.INVALID_REQUEST,
            "Unknown operation " + config.configOperation() + " for : " + config.name());
      }
      String value = config.value();
      if (value == null && operation != TopicSettings.Operation.DELETE) {
        throw new RefusedException(
            ErrorCode.INVALID_REQUEST, "Null value not supported for : " + config.name());
      }
      TopicSettings.alter(table, settings, config.name(), operation, value == null ? "" : value);
    }
    return settings;
  }
}
