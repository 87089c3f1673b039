package io.castellan.compat.client;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Makes a topic and prints the seconds until each of its partitions has a leader: {@code bootstrap
 * topic partitions}.
 */
public final class TimeCreation {
  private static final int LIMIT_MS = 300_000;

  private TimeCreation() {}

  /** Makes the topic and prints a number. */
  public static void main(String[] args) throws Exception {
    int partitions = Integer.parseInt(args[2]);
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                args[0],
                "request.timeout.ms",
                LIMIT_MS,
                "default.api.timeout.ms",
                LIMIT_MS))) {
      admin.describeCluster().nodes().get();
      long begun = System.nanoTime();
      admin
          .createTopics(
              List.of(new NewTopic(args[1], partitions, (short) 1)),
              new CreateTopicsOptions().timeoutMs(LIMIT_MS))
          .all()
          .get();
      while (led(admin, args[1]) < partitions) {
        Thread.onSpinWait();
      }
      System.out.println((System.nanoTime() - begun) / 1e9);
    }
  }

  @SuppressWarnings("NullAway") // the answer has the topic that was asked for
  private static long led(Admin admin, String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .stream()
        .map(TopicPartitionInfo::leader)
        .filter(leader -> leader != null && !leader.isEmpty())
        .count();
  }
}
