package io.castellan.compat.client;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code BOOTSTRAP TOPIC GROUP NAME COUNT DIRECTORY [KEY=VALUE…]}: that many members of a group,
 * each of which reads what it is given and commits it, until a file {@code NAME.stop} stands in the
 * directory. What happens is told, a line a fact, in {@code NAME.journal} beside it:
 *
 * <pre>
 * holds MEMBER P,P,P     the partitions it has from now on
 * starts P OFFSET        where reading a partition begins that it was given
 * read P OFFSET          a record
 * committed P OFFSET     the coordinator has acknowledged this offset
 * </pre>
 *
 * <p>It runs with every client library from 0.9 on.
 */
public final class GroupMembers {
  private static final int MEMBERS_OF_A_THREAD = 25;
  private static final long POLL_MS = 20;

  private final String topic;
  private final PrintWriter journal;
  private final Map<String, KafkaConsumer<byte[], byte[]>> members = new HashMap<>();
  private final Map<String, String> held = new HashMap<>();

  private GroupMembers(String topic, PrintWriter journal) {
    this.topic = topic;
    this.journal = journal;
  }

  /** Ends when it is told to, and all of its members have taken their leave. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[5]);
    int count = Integer.parseInt(args[4]);
    try (PrintWriter journal =
        new PrintWriter(Files.newBufferedWriter(directory.resolve(args[3] + ".journal")), true)) {
      List<Thread> threads = new ArrayList<>();
      for (int first = 0; first < count; first += MEMBERS_OF_A_THREAD) {
        GroupMembers some = new GroupMembers(args[1], journal);
        for (int i = first; i < Math.min(count, first + MEMBERS_OF_A_THREAD); i++) {
          some.add(args[3] + "/" + i, KafkaClients.consumer(args[0], settings(args)));
        }
        Thread thread = new Thread(() -> some.consumeUntil(directory.resolve(args[3] + ".stop")));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static Map<String, String> settings(String[] args) {
    Map<String, String> settings = new HashMap<>();
    settings.put("group.id", args[2]);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("heartbeat.interval.ms", "300");
    Arrays.stream(args)
        .skip(6)
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> settings.put(setting[0], setting[1]));
    return settings;
  }

  private void add(String name, KafkaConsumer<byte[], byte[]> member)
      throws ReflectiveOperationException {
    members.put(name, member);
    ConsumerRebalanceListener listener =
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> given) {
            for (TopicPartition each : given) {
              journal.println("starts " + each.partition() + " " + member.position(each));
            }
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> taken) {}
        };
    // Its first parameter was a List before 0.10.
    for (var method : KafkaConsumer.class.getMethods()) {
      if (method.getName().equals("subscribe")
          && method.getParameterCount() == 2
          && method.getParameterTypes()[0].isAssignableFrom(List.class)) {
        method.invoke(member, List.of(topic), listener);
        return;
      }
    }
    throw new NoSuchMethodException("subscribe");
  }

  private void consumeUntil(Path stop) {
    while (!Files.exists(stop)) {
      members.forEach(this::consume);
    }
    members.values().forEach(KafkaConsumer::close);
    members.keySet().forEach(name -> journal.println("holds " + name + " "));
  }

  private void consume(String name, KafkaConsumer<byte[], byte[]> member) {
    ConsumerRecords<byte[], byte[]> records = Polling.poll(member, POLL_MS);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      journal.println("read " + record.partition() + " " + record.offset());
    }
    String now = text(member.assignment());
    if (!now.equals(held.put(name, now))) {
      journal.println("holds " + name + " " + now);
    }
    if (!records.isEmpty()) {
      commit(member, records.partitions());
    }
  }

  private void commit(KafkaConsumer<byte[], byte[]> member, Set<TopicPartition> read) {
    try {
      member.commitSync();
    } catch (KafkaException rebalanced) {
      return; // Whoever gets the partitions now begins where the last commit was.
    }
    for (TopicPartition each : read) {
      journal.println("committed " + each.partition() + " " + member.position(each));
    }
  }

  private static String text(Set<TopicPartition> partitions) {
    return partitions.stream()
        .map(TopicPartition::partition)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }
}
