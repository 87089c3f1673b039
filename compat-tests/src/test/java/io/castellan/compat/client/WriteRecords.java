package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * {@code BOOTSTRAP RELEASE COUNT TIMESTAMP TOPIC=CODEC…}: that many records to each topic, with a
 * key, a timestamp that counts from the one given, and a header, as far as the client library knows
 * them.
 *
 * <p>It runs with every client library from 0.8.2 on. What one of them lacks is found out by the
 * linkage error, so each kind of record is made by a class of its own.
 */
public final class WriteRecords {
  private WriteRecords() {}

  /** Writes topic by topic; prints nothing. */
  public static void main(String[] args) throws Exception {
    String release = args[1];
    int count = Integer.parseInt(args[2]);
    long timestamp = Long.parseLong(args[3]);
    List<String> topics = Arrays.asList(args).subList(4, args.length);
    for (String topicAndCodec : topics) {
      String[] parts = topicAndCodec.split("=", 2);
      try (KafkaProducer<byte[], byte[]> producer =
          KafkaClients.producer(
              args[0], Map.of("acks", "-1", "compression.type", parts[1], "linger.ms", "20"))) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          sent.add(producer.send(record(parts[0], release, timestamp + i, i)));
        }
        for (Future<RecordMetadata> each : sent) {
          each.get();
        }
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, String release, long timestamp, int i) {
    byte[] key = bytes(release + " key " + i);
    byte[] value = bytes(release + " value " + "x".repeat(50) + i);
    try {
      return WithHeaders.record(topic, release, timestamp, key, value);
    } catch (LinkageError before011) {
      try {
        return WithTimestamp.record(topic, timestamp, key, value);
      } catch (LinkageError before010) {
        return new ProducerRecord<>(topic, 0, key, value);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Since 0.11. */
  private static final class WithHeaders {
    static ProducerRecord<byte[], byte[]> record(
        String topic, String release, long timestamp, byte[] key, byte[] value) {
      return new ProducerRecord<>(
          topic, 0, timestamp, key, value, List.of(new RecordHeader("from", bytes(release))));
    }
  }

  /** Since 0.10. */
  private static final class WithTimestamp {
    static ProducerRecord<byte[], byte[]> record(
        String topic, long timestamp, byte[] key, byte[] value) {
      return new ProducerRecord<>(topic, 0, timestamp, key, value);
    }
  }
}
