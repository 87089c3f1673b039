package io.castellan.compat.client;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code BOOTSTRAP TOPIC PREFIX}: prints {@code partition offset value} of every record whose value
 * starts so, and keeps none of the others in memory.
 */
public final class ListValues {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

  private ListValues() {}

  /** Ends at what is the end when it starts. */
  public static void main(String[] args) throws IOException {
    String topic = args[1];
    long deadline = System.nanoTime() + LIMIT_NANOS;
    // Not closed: that would close the standard output.
    Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    try (KafkaConsumer<byte[], byte[]> consumer =
        KafkaClients.consumer(args[0], Map.of("auto.offset.reset", "none"))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("end of " + topic + " not reached: " + ends);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          String value = new String(record.value(), StandardCharsets.UTF_8);
          if (value.startsWith(args[2])) {
            out.write(record.partition() + " " + record.offset() + " " + value + "\n");
          }
        }
      }
    }
    out.flush();
  }
}
