package io.castellan.server.kafka.znodes;

import org.jspecify.annotations.Nullable;

/** {@code /cluster/id}: the cluster's id, made by its first broker (KIP-78). */
public final class ClusterIdZnode {
  /** Its path. */
  public static final String PATH = "/cluster/id";

  /** The path of its parent. */
  public static final String PARENT = "/cluster";

  private ClusterIdZnode() {}

  /** The contents; the version is a string, for once. */
  public static byte[] write(String clusterId) {
    return JsonText.object(
        json -> {
          json.writeStringField("version", "1");
          json.writeStringField("id", clusterId);
        });
  }

  /** Reads the contents. */
  public static String read(byte @Nullable [] data) {
    return JsonObject.parse(PATH, data).text("id");
  }
}
