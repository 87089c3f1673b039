package io.castellan.server.kafka.znodes;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /feature}: the features that the whole cluster has agreed on (KIP-584). Its data version
 * is the epoch of the finalized features.
 *
 * @param enabled whether brokers of this protocol version use features at all
 * @param maxLevels the highest level in use, by feature; empty in a ZooKeeper-mode cluster
 */
public record FeatureZnode(boolean enabled, Map<String, Integer> maxLevels) {
  /** Its path. */
  public static final String PATH = "/feature";

  /** Copies the map. */
  public FeatureZnode {
    maxLevels = Map.copyOf(maxLevels);
  }

  /** The contents, in version 1 or 2. */
  public byte[] write(ZnodeFormat format) {
    int version = Math.max(1, format.featureVersion());
    return JsonText.object(
        json -> {
          json.writeObjectFieldStart("features");
          for (var feature : new TreeMap<>(maxLevels).entrySet()) {
            json.writeObjectFieldStart(feature.getKey());
            if (version == 1) {
              json.writeNumberField("min_version_level", 1);
            }
            json.writeNumberField("max_version_level", feature.getValue());
            json.writeEndObject();
          }
          json.writeEndObject();
          json.writeNumberField("version", version);
          json.writeNumberField("status", enabled ? 1 : 0);
        });
  }

  /** Reads any version. */
  public static FeatureZnode read(byte @Nullable [] data) {
    JsonObject json = JsonObject.parse(PATH, data);
    JsonObject features = json.objectOrEmpty("features");
    Map<String, Integer> maxLevels = new TreeMap<>();
    for (String feature : features.keys()) {
      maxLevels.put(feature, features.object(feature).intValue("max_version_level"));
    }
    return new FeatureZnode(json.intOr("status", 1) == 1, maxLevels);
  }
}
