package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** {@code BOOTSTRAP TOPIC COUNT}: that many records, spread evenly over the topic's partitions. */
public final class SpreadRecords {
  private SpreadRecords() {}

  /** Ends when every record is acknowledged. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[2]);
    try (KafkaProducer<byte[], byte[]> producer =
        KafkaClients.producer(args[0], Map.of("acks", "all", "linger.ms", "5"))) {
      int partitions = producer.partitionsFor(args[1]).size();
      for (int i = 0; i < count - 1; i++) {
        producer.send(record(args[1], i % partitions, i));
      }
      producer.flush();
      producer.send(record(args[1], (count - 1) % partitions, count - 1)).get();
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, int partition, int i) {
    return new ProducerRecord<>(
        topic, partition, null, ("value " + i).getBytes(StandardCharsets.UTF_8));
  }
}
