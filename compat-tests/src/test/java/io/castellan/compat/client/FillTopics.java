package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * {@code BOOTSTRAP COUNT TOPIC…}: writes {@code COUNT} records of every shape to each of some
 * existing topics, every topic with another codec, and commits an offset on each partition for the
 * group {@code readers}.
 */
public final class FillTopics {
  private static final List<String> CODECS = List.of("none", "gzip", "lz4", "zstd", "snappy");

  private FillTopics() {}

  /** Ends when everything is acknowledged. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[1]);
    for (int i = 2; i < args.length; i++) {
      fill(args[0], args[i], CODECS.get((i - 2) % CODECS.size()), count);
      commit(args[0], args[i], count / 7);
    }
  }

  private static void fill(String bootstrap, String topic, String codec, int count)
      throws Exception {
    Map<String, String> settings =
        Map.of(
            "compression.type",
            codec,
            "acks",
            "all",
            "linger.ms",
            "5",
            "enable.idempotence",
            "true");
    try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(bootstrap, settings)) {
      int partitions = producer.partitionsFor(topic).size();
      for (int i = 0; i < count; i++) {
        byte[] key = i % 3 == 0 ? null : bytes("key-" + i % 50);
        byte[] value = i % 11 == 0 ? null : bytes("value " + i + " " + "v".repeat(i % 300));
        List<Header> headers =
            i % 5 == 0
                ? List.of(new RecordHeader("h", bytes("" + i)), new RecordHeader("none", null))
                : List.of();
        producer.send(new ProducerRecord<>(topic, i % partitions, null, key, value, headers));
      }
      producer.flush();
    }
  }

  private static void commit(String bootstrap, String topic, int offset) {
    Map<String, String> settings = Map.of("group.id", "readers", "enable.auto.commit", "false");
    try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(bootstrap, settings)) {
      consumer.commitSync(
          consumer.partitionsFor(topic).stream()
              .collect(
                  Collectors.toMap(
                      p -> new TopicPartition(topic, p.partition()),
                      p -> new OffsetAndMetadata(offset + p.partition(), "by fill"))));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
