package io.castellan.server.kafka.znodes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /brokers/ids/<id>}: the ephemeral registration of a live broker. Its czxid is the broker's
 * epoch (KIP-380).
 *
 * @param endpoints where it listens
 * @param rack its rack; null for none
 * @param jmxPort where its JMX agent listens; -1 for none
 * @param timestampMs when it registered
 * @param features what it supports, by feature: lowest and highest level (KIP-584)
 */
public record BrokerZnode(
    List<BrokerEndpoint> endpoints,
    @Nullable String rack,
    int jmxPort,
    long timestampMs,
    Map<String, Levels> features) {
  /** The parent of all registrations. */
  public static final String PARENT = "/brokers/ids";

  private static final String PLAINTEXT = "PLAINTEXT";

  /** The levels of a feature that a broker supports, inclusive. */
  public record Levels(int min, int max) {}

  /** Copies the collections. */
  public BrokerZnode {
    endpoints = List.copyOf(endpoints);
    features = Map.copyOf(features);
  }

  /** The path of a broker's registration. */
  public static String path(int brokerId) {
    return PARENT + "/" + brokerId;
  }

  /** The contents, in the version that the format says. */
  public byte[] write(ZnodeFormat format) {
    BrokerEndpoint plaintext =
        endpoints.stream()
            .filter(endpoint -> endpoint.securityProtocol().equals(PLAINTEXT))
            .findFirst()
            .orElse(null);
    return JsonText.object(
        json -> {
          if (format.brokerVersion() >= 5) {
            json.writeObjectFieldStart("features");
            for (Map.Entry<String, Levels> feature : features.entrySet()) {
              json.writeObjectFieldStart(feature.getKey());
              json.writeNumberField("min_version", feature.getValue().min());
              json.writeNumberField("max_version", feature.getValue().max());
              json.writeEndObject();
            }
            json.writeEndObject();
          }
          json.writeObjectFieldStart("listener_security_protocol_map");
          for (BrokerEndpoint endpoint : endpoints) {
            json.writeStringField(endpoint.listener(), endpoint.securityProtocol());
          }
          json.writeEndObject();
          json.writeArrayFieldStart("endpoints");
          for (BrokerEndpoint endpoint : endpoints) {
            json.writeString(endpoint.uri());
          }
          json.writeEndArray();
          if (rack != null) {
            json.writeStringField("rack", rack);
          }
          json.writeNumberField("jmx_port", jmxPort);
          json.writeNumberField("port", plaintext == null ? -1 : plaintext.port());
          json.writeStringField("host", plaintext == null ? null : plaintext.host());
          json.writeNumberField("version", format.brokerVersion());
          json.writeStringField("timestamp", Long.toString(timestampMs));
        });
  }

  /** Reads any version from 1. */
  public static BrokerZnode read(int brokerId, byte @Nullable [] data) {
    String path = path(brokerId);
    JsonObject json = JsonObject.parse(path, data);
    int version = json.intValue("version");
    if (version < 1) {
      throw new ZnodeFormatException(path, "version: " + version + "; expected: >= 1");
    }
    List<BrokerEndpoint> endpoints = new ArrayList<>();
    if (version == 1) {
      endpoints.add(
          new BrokerEndpoint(PLAINTEXT, PLAINTEXT, json.text("host"), json.intValue("port")));
    } else {
      JsonObject protocols = json.objectOrEmpty("listener_security_protocol_map");
      for (String uri : json.texts("endpoints")) {
        endpoints.add(endpoint(path, uri, protocols));
      }
    }
    Map<String, Levels> features = new LinkedHashMap<>();
    JsonObject supported = json.objectOrEmpty("features");
    for (String feature : supported.keys()) {
      JsonObject levels = supported.object(feature);
      features.put(
          feature, new Levels(levels.intOr("min_version", 0), levels.intOr("max_version", 0)));
    }
    return new BrokerZnode(
        endpoints,
        json.textOrNull("rack"),
        json.intOr("jmx_port", -1),
        json.has("timestamp") ? json.longValue("timestamp") : -1,
        features);
  }

  private static BrokerEndpoint endpoint(String path, String uri, JsonObject protocols) {
    int scheme = uri.indexOf("://");
    int colon = uri.lastIndexOf(':');
    if (scheme < 1 || colon <= scheme + 2) {
      throw malformed(path, uri);
    }
    String listener = uri.substring(0, scheme);
    String host = uri.substring(scheme + 3, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    // Before KIP-103 a listener had no name of its own: it was its protocol.
    String protocol = protocols.textOrNull(listener);
    try {
      int port = Integer.parseInt(uri.substring(colon + 1));
      return new BrokerEndpoint(listener, protocol == null ? listener : protocol, host, port);
    } catch (NumberFormatException e) {
      throw malformed(path, uri);
    }
  }

  private static ZnodeFormatException malformed(String path, String uri) {
    return new ZnodeFormatException(path, "endpoint: " + uri + "; expected: NAME://host:port");
  }
}
