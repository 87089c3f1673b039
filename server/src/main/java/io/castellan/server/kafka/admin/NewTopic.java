package io.castellan.server.kafka.admin;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.kafka.cluster.ClusterImage;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A topic that may be created.
 *
 * @param name its name
 * @param replicas broker ids by partition
 * @param config its own settings
 */
public record NewTopic(
    String name, SortedMap<Integer, List<Integer>> replicas, Map<String, String> config) {
  /** Stands for the broker's default, where a count is asked for (KIP-464). */
  public static final int DEFAULT = -1;

  /**
   * What is wished for.
   *
   * @param partitions how many, or -1
   * @param replicationFactor how many replicas each, or -1
   * @param assignments broker ids by partition, chosen by hand; empty to let the broker choose
   * @param config its own settings; a null value is an error
   */
  public record Wish(
      String name,
      int partitions,
      int replicationFactor,
      Map<Integer, List<Integer>> assignments,
      Map<String, @Nullable String> config) {}

  /** How many replicas each partition has. */
  public int replicationFactor() {
    return replicas.values().iterator().next().size();
  }

  /** Judge a wish, in stock's order of checks. */
  public static NewTopic of(Wish wish, ClusterImage image, BrokerConfig config)
      throws RefusedException {
    if (image.topic(wish.name) != null) {
      throw new RefusedException(
          ErrorCode.TOPIC_ALREADY_EXISTS, "Topic '" + wish.name + "' already exists.");
    }
    Map<String, String> settings = settings(wish);
    SortedMap<Integer, List<Integer>> replicas =
        wish.assignments.isEmpty() ? placed(wish, image, config) : new TreeMap<>(byHand(wish));
    TopicNames.check(wish.name, image.topics().keySet());
    if (!wish.assignments.isEmpty()) {
      checkAssignments(wish.assignments);
    }
    TopicSettings.check(settings, config.settings());
    return new NewTopic(wish.name, replicas, settings);
  }

  private static Map<String, String> settings(Wish wish) throws RefusedException {
    Map<String, String> settings = new TreeMap<>();
    for (var entry : wish.config.entrySet()) {
      String value = entry.getValue();
      if (value == null) {
        throw new RefusedException(
            ErrorCode.INVALID_CONFIG,
            "Null value not supported for topic configs: " + entry.getKey());
      }
      settings.put(entry.getKey(), value);
    }
    return settings;
  }

  private static SortedMap<Integer, List<Integer>> placed(
      Wish wish, ClusterImage image, BrokerConfig config) throws RefusedException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int brokers = Math.max(1, image.brokers().size());
    return ReplicaPlacement.place(
        image.brokers().values(),
        0,
        wish.partitions == DEFAULT ? config.topicCreation().partitionCount() : wish.partitions,
        wish.replicationFactor == DEFAULT
            ? config.topicCreation().replicationFactor()
            : wish.replicationFactor,
        random.nextInt(brokers),
        random.nextInt(brokers));
  }

  private static Map<Integer, List<Integer>> byHand(Wish wish) throws RefusedException {
    if (wish.partitions != DEFAULT || wish.replicationFactor != DEFAULT) {
      throw new RefusedException(
          ErrorCode.INVALID_REQUEST,
          "Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot"
              + " be used at the same time.");
    }
    return wish.assignments;
  }

  private static void checkAssignments(Map<Integer, List<Integer>> assignments)
      throws RefusedException {
    if (assignments.values().stream().map(List::size).distinct().count() != 1) {
      throw new RefusedException(
          ErrorCode.INVALID_REPLICA_ASSIGNMENT,
          "All partitions should have the same number of replicas");
    }
    for (List<Integer> replicas : assignments.values()) {
      // Stock makes such a topic, which can never have a leader.
      if (replicas.isEmpty()) {
        throw new RefusedException(
            ErrorCode.INVALID_REPLICA_ASSIGNMENT,
            "The manual partition assignment includes an empty replica list.");
      }
      if (replicas.stream().distinct().count() != replicas.size()) {
        throw new RefusedException(
            ErrorCode.INVALID_REPLICA_ASSIGNMENT,
            "Duplicate replica assignment found: " + shown(assignments));
      }
    }
    for (int partition = 0; partition < assignments.size(); partition++) {
      if (!assignments.containsKey(partition)) {
        throw new RefusedException(
            ErrorCode.INVALID_REPLICA_ASSIGNMENT,
            "partitions should be a consecutive 0-based integer sequence");
      }
    }
  }

  /** As stock's collections print themselves. */
  private static String shown(Map<Integer, List<Integer>> assignments) {
    StringBuilder text = new StringBuilder("HashMap(");
    String separator = "";
    for (var entry : new TreeMap<>(assignments).entrySet()) {
      String ids = entry.getValue().toString();
      text.append(separator).append(entry.getKey()).append(" -> ArrayBuffer(");
      text.append(ids, 1, ids.length() - 1).append(')');
      separator = ", ";
    }
    return text.append(')').toString();
  }
}
