package io.castellan.server.kafka.controller;

import io.castellan.server.config.BrokerConfig;
import io.castellan.server.kafka.znodes.ZnodeFormat;

/**
 * What a cluster member takes from its configuration.
 *
 * @param config all of it
 * @param format what the inter-broker protocol version says about znodes
 * @param jmxPort the port of the JMX agent; -1 for none
 */
public record MemberSettings(BrokerConfig config, ZnodeFormat format, int jmxPort) {

  /** Takes them from a configuration. */
  public static MemberSettings of(BrokerConfig config) {
    return new MemberSettings(
        config,
        ZnodeFormat.of(config.controller().interBrokerVersion()),
        Integer.getInteger("com.sun.management.jmxremote.port", -1));
  }

  /** Whether a topic with these settings would rather lose records than wait for its ISR. */
  boolean uncleanElection(String topicSetting) {
    return topicSetting.isEmpty()
        ? config.controller().uncleanElection()
        : Boolean.parseBoolean(topicSetting.strip());
  }
}
