package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.admin.RefusedException;

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
