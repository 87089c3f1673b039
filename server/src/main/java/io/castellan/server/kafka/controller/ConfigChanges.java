package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.cluster.ClusterDelta;
import io.castellan.server.kafka.znodes.ConfigChangeZnode;
import io.castellan.server.kafka.znodes.ConfigZnode;
import io.castellan.zk.protocol.KeeperError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the settings of topics and brokers. Owned by the controller lane.
 *
 * <p>Whoever changes settings writes them first and a notification after; we watch the
 * notifications and read again what they name. The notifications of the first look are skipped,
 * because everything is read after it.
 */
final class ConfigChanges {
  private static final Logger log = LoggerFactory.getLogger(ConfigChanges.class);

  /** How long a notification is kept, so that no broker misses it. */
  private static final long KEEP_MS = TimeUnit.MINUTES.toMillis(15);

  private static final String TOPICS = "topics/";
  private static final String BROKERS = "brokers/";

  private final Znodes znodes;
  private final ClusterReader reader;
  private final LongSupplier wallClockMs;
  private final Consumer<ClusterDelta> publish;
  private final BiConsumer<String, Map<String, String>> onTopicConfig;
  private final Map<String, Long> seenCtimeMs = new HashMap<>();
  private long lastSequence = -1;

  /**
   * @param publish makes settings visible
   * @param onTopicConfig told of a topic whose settings have changed
   */
  ConfigChanges(
      Znodes znodes,
      LongSupplier wallClockMs,
      Consumer<ClusterDelta> publish,
      BiConsumer<String, Map<String, String>> onTopicConfig) {
    this.znodes = znodes;
    this.reader = new ClusterReader(znodes);
    this.wallClockMs = wallClockMs;
    this.publish = publish;
    this.onTopicConfig = onTopicConfig;
  }

  /** Begin to follow, and read everything; also in a new session, which has lost its watches. */
  void start(Runnable done) {
    seenCtimeMs.clear();
    reader.names(
        ConfigChangeZnode.PARENT,
        names -> {
          for (String name : names) {
            lastSequence = Math.max(lastSequence, ConfigChangeZnode.sequence(name));
            noteAge(name);
          }
          readAll(done);
        });
  }

  /** The list of notifications changed. */
  void onEvent() {
    reader.names(
        ConfigChangeZnode.PARENT,
        names -> {
          List<String> fresh = new ArrayList<>();
          for (String name : names) {
            if (ConfigChangeZnode.sequence(name) > lastSequence) {
              fresh.add(name);
            }
          }
          fresh.sort(Comparator.comparingLong(ConfigChangeZnode::sequence));
          for (String name : fresh) {
            lastSequence = ConfigChangeZnode.sequence(name);
            onNotification(name);
          }
          purge();
        });
  }

  private void onNotification(String name) {
    String path = ConfigChangeZnode.PARENT + "/" + name;
    znodes.read(
        path,
        false,
        result -> {
          if (!result.isOk()) {
            return;
          }
          seenCtimeMs.put(name, result.get().stat().ctimeMs());
          String entity = ConfigChangeZnode.read(path, result.get().data());
          if (entity == null) {
            log.warn("config change not understood path={}", path);
          } else if (entity.startsWith(TOPICS)) {
            readTopic(entity.substring(TOPICS.length()));
          } else if (entity.startsWith(BROKERS)) {
            readBroker(entity.substring(BROKERS.length()));
          }
        });
  }

  private void readTopic(String topic) {
    reader.configIfReadable(
        ConfigZnode.topicPath(topic),
        config -> {
          log.info("topic config changed topic={} config={}", topic, config);
          ClusterDelta delta = new ClusterDelta();
          delta.putTopicConfig(topic, config);
          publish.accept(delta);
          onTopicConfig.accept(topic, config);
        });
  }

  private void readBroker(String brokerId) {
    reader.configIfReadable(
        ConfigZnode.BROKERS + "/" + brokerId,
        config -> {
          log.info("broker config changed broker={} keys={}", brokerId, config.keySet());
          ClusterDelta delta = new ClusterDelta();
          delta.putBrokerConfig(brokerId, config);
          publish.accept(delta);
        });
  }

  private void readAll(Runnable done) {
    ClusterDelta delta = new ClusterDelta();
    children(
        ConfigZnode.BROKERS,
        delta::putBrokerConfig,
        () ->
            children(
                ConfigZnode.TOPICS,
                (topic, config) -> {
                  delta.putTopicConfig(topic, config);
                  onTopicConfig.accept(topic, config); // it may have changed between two sessions
                },
                () -> {
                  publish.accept(delta);
                  done.run();
                }));
  }

  private void children(
      String parent, BiConsumer<String, Map<String, String>> each, Runnable done) {
    znodes.children(
        parent,
        false,
        result -> {
          if (result.isOk() || result.error() == KeeperError.NO_NODE) {
            reader.configs(parent, result.isOk() ? result.get().children() : List.of(), each, done);
          }
        });
  }

  private void noteAge(String name) {
    znodes.exists(
        ConfigChangeZnode.PARENT + "/" + name,
        false,
        result -> {
          if (result.isOk()) {
            seenCtimeMs.put(name, result.get().stat().ctimeMs());
          }
        });
  }

  private void purge() {
    long oldest = wallClockMs.getAsLong() - KEEP_MS;
    seenCtimeMs
        .entrySet()
        .removeIf(
            seen -> {
              boolean old = seen.getValue() < oldest;
              if (old) {
                znodes.delete(ConfigChangeZnode.PARENT + "/" + seen.getKey(), ignored -> {});
              }
              return old;
            });
  }
}
