package io.castellan.server.kafka.znodes;

import org.jspecify.annotations.Nullable;

/**
 * {@code /controller}: the ephemeral node that makes a broker the controller.
 *
 * @param brokerId the controller
 * @param timestampMs when it was elected
 * @param kraftControllerEpoch 0 or more when a KRaft controller holds the node in a migration
 *     (KIP-866), else -1
 */
public record ControllerZnode(int brokerId, long timestampMs, int kraftControllerEpoch) {
  /** Its path. */
  public static final String PATH = "/controller";

  /** The contents, version 2. */
  public byte[] write() {
    return JsonText.object(
        json -> {
          json.writeNumberField("version", 2);
          json.writeNumberField("brokerid", brokerId);
          json.writeStringField("timestamp", Long.toString(timestampMs));
          json.writeNumberField("kraftControllerEpoch", kraftControllerEpoch);
        });
  }

  /** Reads any version. */
  public static ControllerZnode read(byte @Nullable [] data) {
    JsonObject json = JsonObject.parse(PATH, data);
    return new ControllerZnode(
        json.intValue("brokerid"),
        json.has("timestamp") ? json.longValue("timestamp") : -1,
        json.intOr("kraftControllerEpoch", -1));
  }
}
