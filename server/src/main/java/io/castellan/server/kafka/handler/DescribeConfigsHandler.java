package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.DescribeConfigs;
import io.castellan.kafka.protocol.message.DescribeConfigs.Response.ResourceResult;
import io.castellan.kafka.protocol.message.DescribeConfigs.Response.Result;
import io.castellan.kafka.protocol.message.DescribeConfigs.Response.Synonym;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.BrokerLayers;
import io.castellan.server.config.ConfigDescription;
import io.castellan.server.config.ConfigException;
import io.castellan.server.config.ConfigSource;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.admin.AdminError;
import io.castellan.server.kafka.admin.RefusedException;
import io.castellan.server.kafka.admin.TopicNames;
import io.castellan.server.kafka.controller.ClusterMember;
import java.util.ArrayList;
import java.util.List;

/**
 * Describes the settings of topics and of this broker: value, source, type, and what else would
 * apply (KIP-133, KIP-226, KIP-569).
 *
 * <p>Versions 0 to 4. 0: only whether the value is a default. 1: sources and synonyms. 3: types and
 * documentation. A broker's settings are those of its file: what the cluster may set for brokers
 * while they run has no effect here, and is not told as if it had.
 */
public final class DescribeConfigsHandler
    implements Handler<DescribeConfigs.Request, DescribeConfigs.Response> {
  private final ClusterMember member;
  private final BrokerConfig config;

  /**
   * @param member knows the settings of topics
   * @param config the broker's own
   */
  public DescribeConfigsHandler(ClusterMember member, BrokerConfig config) {
    this.member = member;
    this.config = config;
  }

  @Override
  public ApiKey api() {
    return ApiKey.DESCRIBE_CONFIGS;
  }

  @Override
  public Class<DescribeConfigs.Request> requestType() {
    return DescribeConfigs.Request.class;
  }

  @Override
  public Class<DescribeConfigs.Response> responseType() {
    return DescribeConfigs.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      DescribeConfigs.Request request,
      Answer<DescribeConfigs.Response> answer) {
    List<Result> results = new ArrayList<>(request.resources().size());
    for (DescribeConfigs.Request.Resource resource : request.resources()) {
      try {
        results.add(described(resource, request, context.version()));
      } catch (RefusedException e) {
        results.add(failed(resource, e.error()));
      }
    }
    answer.send(new DescribeConfigs.Response(0, results));
  }

  private Result described(
      DescribeConfigs.Request.Resource resource, DescribeConfigs.Request request, short version)
      throws RefusedException {
    List<ResourceResult> configs = new ArrayList<>();
    for (ConfigDescription description : descriptions(resource)) {
      List<String> keys = resource.configurationKeys();
      if (keys == null || keys.contains(description.name())) {
        configs.add(config(description, request, version));
      }
    }
    return new Result(
        ErrorCode.NONE.code(), "", resource.resourceType(), resource.resourceName(), configs);
  }

  private List<ConfigDescription> descriptions(DescribeConfigs.Request.Resource resource)
      throws RefusedException {
    String name = resource.resourceName();
    BrokerLayers layers = ConfigResources.layers(member, config);
    if (resource.resourceType() == ConfigResources.TOPIC) {
      TopicNames.checkForm(name);
      if (member.image().topic(name) == null) {
        throw new RefusedException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "");
      }
      try {
        return ConfigDescription.ofTopic(member.image().topicConfig(name), layers);
      } catch (ConfigException e) {
        // Somebody wrote it past the brokers; naming it is more use than hiding the rest.
        throw new RefusedException(ErrorCode.INVALID_CONFIG, String.valueOf(e.getMessage()));
      }
    }
    if (resource.resourceType() == ConfigResources.BROKER) {
      ConfigResources.checkBroker(name, member.brokerId());
      return name.isEmpty()
          ? ConfigDescription.ofBrokerDefaults(layers)
          : ConfigDescription.ofBroker(layers);
    }
    throw ConfigResources.unsupported(resource.resourceType());
  }

  private static ResourceResult config(
      ConfigDescription description, DescribeConfigs.Request request, short version) {
    List<Synonym> synonyms = new ArrayList<>();
    if (request.includeSynonyms()) {
      for (ConfigDescription.Synonym synonym : description.synonyms()) {
        synonyms.add(new Synonym(synonym.name(), synonym.value(), (byte) synonym.source().code()));
      }
    }
    return new ResourceResult(
        description.name(),
        description.value(),
        description.readOnly(),
        version == 0 && description.source() == ConfigSource.DEFAULT, // later versions: the source
        (byte) description.source().code(),
        description.sensitive(),
        synonyms,
        (byte) (description.type() == null ? 0 : description.type().code()),
        request.includeDocumentation() ? description.meaning() : null);
  }

  private static Result failed(DescribeConfigs.Request.Resource resource, AdminError error) {
    return new Result(
        error.code().code(),
        error.message(),
        resource.resourceType(),
        resource.resourceName(),
        List.of());
  }
}
