package io.castellan.server.kafka.admin;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.OffsetsSettings;
import io.castellan.server.kafka.controller.ClusterMember;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates topics that clients ask for before they exist. Any thread; it does not wait: whoever
 * asked is told to ask again, and finds the topic then.
 */
public final class AutoCreation {
  private static final Logger log = LoggerFactory.getLogger(AutoCreation.class);

  private final ClusterMember member;
  private final BrokerConfig config;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Set<String> complainedOf = ConcurrentHashMap.newKeySet();

  /**
   * @param member writes the topics
   * @param config how many partitions and replicas they get
   */
  public AutoCreation(ClusterMember member, BrokerConfig config) {
    this.member = member;
    this.config = config;
  }

  /**
   * Have a topic created.
   *
   * @return what the client is told meanwhile: {@code LEADER_NOT_AVAILABLE}, or why the topic
   *     cannot be created
   */
  public ErrorCode create(String topic) {
    if (TopicNames.objection(topic) != null) {
      return ErrorCode.INVALID_TOPIC_EXCEPTION;
    }
    NewTopic planned;
    try {
      planned = NewTopic.of(wish(topic), member.image(), config);
    } catch (RefusedException e) {
      if (e.error().code() == ErrorCode.TOPIC_ALREADY_EXISTS) {
        return ErrorCode.LEADER_NOT_AVAILABLE; // it has come into being since we looked
      }
      if (complainedOf.add(topic)) {
        log.error("topic not created on demand topic={} reason={}", topic, e.getMessage());
      }
      return e.error().code();
    }
    if (underWay.add(topic)) {
      member
          .topicAdmin()
          .createTopic(
              topic,
              planned.replicas(),
              planned.config(),
              error -> {
                underWay.remove(topic);
                complainedOf.remove(topic);
                log.info("topic created on demand topic={} error={}", topic, error);
              });
    }
    return ErrorCode.LEADER_NOT_AVAILABLE;
  }

  private NewTopic.Wish wish(String topic) {
    if (!topic.equals(TopicNames.CONSUMER_OFFSETS)) {
      return new NewTopic.Wish(topic, NewTopic.DEFAULT, NewTopic.DEFAULT, Map.of(), Map.of());
    }
    OffsetsSettings offsets = config.offsets();
    return new NewTopic.Wish(
        topic,
        offsets.partitionCount(),
        offsets.replicationFactor(),
        Map.of(),
        new TreeMap<>(
            Map.of(
                "cleanup.policy",
                "compact",
                "compression.type",
                "producer",
                "segment.bytes",
                Integer.toString(offsets.segmentBytes()))));
  }
}
