package io.castellan.server.kafka.broker;

import io.castellan.server.config.BrokerLayers;
import io.castellan.server.config.ConfigException;
import io.castellan.server.config.Settings;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.partition.PartitionHost;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's settings as the cluster changes them while it runs (KIP-226): the defaults of topics
 * and the limits of connections follow. Written by the controller lane, read by any thread.
 */
final class DynamicSettings {
  private static final Logger log = LoggerFactory.getLogger(DynamicSettings.class);

  private final Settings file;
  private final String brokerId;
  private volatile Settings effective;

  DynamicSettings(Settings file, int brokerId) {
    this.file = file;
    this.brokerId = String.valueOf(brokerId);
    this.effective = file;
  }

  /** What counts now. */
  Settings effective() {
    return effective;
  }

  /** The image has changed: take up what concerns this broker. */
  void onImage(
      ClusterImage before, ClusterImage after, Listeners listeners, PartitionHost partitions) {
    Map<String, String> forAll = after.brokerConfig(BrokerLayers.DEFAULT_NAME);
    Map<String, String> own = after.brokerConfig(brokerId);
    if (forAll.equals(before.brokerConfig(BrokerLayers.DEFAULT_NAME))
        && own.equals(before.brokerConfig(brokerId))) {
      return;
    }
    try {
      Settings changed = new BrokerLayers(file, forAll, own).effective();
      listeners.update(changed);
      effective = changed;
    } catch (ConfigException e) {
      log.error("broker settings not usable, those of before stay: {}", e.getMessage());
      return;
    }
    after
        .topics()
        .keySet()
        .forEach(topic -> partitions.updateTopicConfig(topic, after.topicConfig(topic)));
    log.info("broker settings taken up default={} own={}", forAll.keySet(), own.keySet());
  }
}
