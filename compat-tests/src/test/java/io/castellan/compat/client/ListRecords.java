package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * {@code BOOTSTRAP TOPIC…}: a line for each record of each partition, from first to last, then the
 * end offset and the group {@code readers}' committed offset.
 */
public final class ListRecords {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();

  private ListRecords() {}

  /** Prints partition by partition. */
  public static void main(String[] args) {
    Map<String, String> settings =
        Map.of("group.id", "readers", "enable.auto.commit", "false", "auto.offset.reset", "none");
    StringBuilder lines = new StringBuilder();
    try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(args[0], settings)) {
      for (String topic : Arrays.asList(args).subList(1, args.length)) {
        list(consumer, topic, lines);
      }
    }
    System.out.print(lines);
  }

  private static void list(
      KafkaConsumer<byte[], byte[]> consumer, String topic, StringBuilder lines) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
            .toList();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<Integer, StringBuilder> records = new TreeMap<>();
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("end of " + topic + " not reached: " + ends);
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        records
            .computeIfAbsent(record.partition(), p -> new StringBuilder())
            .append(text(record))
            .append('\n');
      }
    }
    for (TopicPartition partition : partitions) {
      lines.append(records.getOrDefault(partition.partition(), new StringBuilder()));
      lines.append(partition).append(" end ").append(ends.get(partition));
      lines.append(" committed ").append(text(committed.get(partition))).append('\n');
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    String headers =
        StreamSupport.stream(record.headers().spliterator(), false)
            .map(h -> h.key() + "=" + text(h.value()))
            .collect(Collectors.joining(","));
    return record.topic()
        + "-"
        + record.partition()
        + " "
        + record.offset()
        + " "
        + record.timestampType()
        + " "
        + record.timestamp()
        + " epoch "
        + record.leaderEpoch().map(String::valueOf).orElse("none")
        + " ["
        + headers
        + "] "
        + text(record.key())
        + " "
        + text(record.value());
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : "'" + new String(bytes, StandardCharsets.UTF_8) + "'";
  }

  private static String text(@Nullable OffsetAndMetadata offset) {
    return offset == null ? "none" : offset.offset() + " '" + offset.metadata() + "'";
  }
}
