package io.castellan.server.config;

/**
 * What the controller goes by.
 *
 * @param interBrokerVersion the release whose brokers can read what this one writes into ZooKeeper,
 *     such as {@code 2.8} or {@code 3.4-IV0}
 * @param uncleanElection whether a topic without a setting of its own would rather lose records
 *     than wait for a replica in sync
 */
public record ControllerSettings(String interBrokerVersion, boolean uncleanElection) {
  static ControllerSettings of(Settings settings) {
    return new ControllerSettings(
        settings.getText("inter.broker.protocol.version"),
        settings.getBoolean("unclean.leader.election.enable"));
  }
}
