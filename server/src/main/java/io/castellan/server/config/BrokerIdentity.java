package io.castellan.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Who this broker is.
 *
 * @param brokerId the configured id, or -1 when ZooKeeper (or an earlier start, in meta.properties)
 *     decides
 * @param generateId whether an id may be generated
 * @param reservedMaxId the highest id that may be configured; a generated one starts above it
 * @param rack where it stands, or null
 */
public record BrokerIdentity(
    int brokerId, boolean generateId, int reservedMaxId, @Nullable String rack) {
  static BrokerIdentity of(Settings settings) {
    int id = settings.getInt("broker.id");
    int nodeId = settings.getInt("node.id");
    if (id != nodeId) {
      throw new ConfigException(
          "node.id: " + nodeId + " (expected: the same as broker.id, " + id + ")");
    }
    boolean generateId = settings.getBoolean("broker.id.generation.enable");
    int reservedMaxId = settings.getInt("reserved.broker.max.id");
    if (id < (generateId ? -1 : 0)) {
      throw new ConfigException(
          "broker.id: "
              + id
              + " (expected: >= 0"
              + (generateId ? ", or -1 to have one generated)" : ")"));
    }
    if (generateId && id > reservedMaxId) {
      throw new ConfigException(
          "broker.id: "
              + id
              + " (expected: <= reserved.broker.max.id, "
              + reservedMaxId
              + "; ids above are generated)");
    }
    return new BrokerIdentity(id, generateId, reservedMaxId, settings.getString("broker.rack"));
  }
}
