package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.BrokerLayers;
import io.castellan.server.kafka.admin.RefusedException;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.controller.ClusterMember;

/** The kinds of resources that have settings, by their codes on the wire. */
final class ConfigResources {
  static final byte TOPIC = 2;
  static final byte BROKER = 4;

  private ConfigResources() {}

  /** Fails unless a broker's name is this broker's id, or empty for all brokers. */
  static void checkBroker(String name, int brokerId) throws RefusedException {
    if (name.isEmpty()) {
      return;
    }
    int asked;
    try {
      asked = Integer.parseInt(name);
    } catch (NumberFormatException e) {
      throw new RefusedException(
          ErrorCode.INVALID_REQUEST, "Broker id must be an integer, but it is: " + name);
    }
    if (asked != brokerId) {
      throw new RefusedException(
          ErrorCode.INVALID_REQUEST,
          "Unexpected broker id, expected " + brokerId + " or empty string, but received " + name);
    }
  }

  /** The places that this broker's values are set in, as they stand now. */
  static BrokerLayers layers(ClusterMember member, BrokerConfig config) {
    ClusterImage image = member.image();
    return new BrokerLayers(
        config.settings(),
        image.brokerConfig(BrokerLayers.DEFAULT_NAME),
        image.brokerConfig(String.valueOf(member.brokerId())));
  }

  /** Says no to a kind of resource that has no settings here. */
  static RefusedException unsupported(byte type) {
    String name =
        switch (type) {
          case 8 -> "BROKER_LOGGER";
          case 16 -> "CLIENT_METRICS";
          case 32 -> "GROUP";
          default -> "UNKNOWN";
        };
    return new RefusedException(ErrorCode.INVALID_REQUEST, "Unsupported resource type: " + name);
  }
}
