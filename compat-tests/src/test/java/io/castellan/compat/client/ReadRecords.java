package io.castellan.compat.client;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * {@code BOOTSTRAP COUNT TOPIC…}: a line for each of that many records of each topic's first
 * partition: {@code topic|key|value|timestamp|headers}, with {@code -} for what the client library
 * does not know.
 *
 * <p>It runs with every client library from 0.9 on.
 */
public final class ReadRecords {
  private static final long LIMIT_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long POLL_MS = 100;

  private ReadRecords() {}

  /** Reads topic by topic. */
  public static void main(String[] args) throws ReflectiveOperationException {
    int count = Integer.parseInt(args[1]);
    StringBuilder lines = new StringBuilder();
    for (String topic : Arrays.asList(args).subList(2, args.length)) {
      read(args[0], topic, count, lines);
    }
    System.out.print(lines);
  }

  private static void read(String bootstrap, String topic, int count, StringBuilder lines)
      throws ReflectiveOperationException {
    Map<String, String> settings =
        Map.of(
            "group.id", "reader", "enable.auto.commit", "false", "auto.offset.reset", "earliest");
    long deadline = System.nanoTime() + LIMIT_NANOS;
    try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(bootstrap, settings)) {
      // Its parameter was a List before 0.10.
      method("assign").invoke(consumer, List.of(new TopicPartition(topic, 0)));
      int found = 0;
      while (found < count) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(topic + ": " + found + " of " + count + " records");
        }
        for (ConsumerRecord<byte[], byte[]> record : Polling.poll(consumer, POLL_MS)) {
          lines.append(topic).append('|').append(text(record)).append('\n');
          found++;
        }
      }
    }
  }

  private static Method method(String name) {
    return Arrays.stream(KafkaConsumer.class.getMethods())
        .filter(m -> m.getName().equals(name) && m.getParameterCount() == 1)
        .findFirst()
        .orElseThrow();
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return text(record.key())
        + "|"
        + text(record.value())
        + "|"
        + timestamp(record)
        + "|"
        + headers(record);
  }

  private static String timestamp(ConsumerRecord<byte[], byte[]> record) {
    try {
      return String.valueOf(record.timestamp());
    } catch (NoSuchMethodError before010) {
      return "-";
    }
  }

  private static String headers(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Headers.text(record);
    } catch (LinkageError before011) {
      return "-";
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Since 0.11. */
  private static final class Headers {
    static String text(ConsumerRecord<byte[], byte[]> record) {
      StringBuilder all = new StringBuilder();
      for (Header header : record.headers()) {
        all.append(header.key()).append('=').append(ReadRecords.text(header.value()));
      }
      return all.toString();
    }
  }
}
