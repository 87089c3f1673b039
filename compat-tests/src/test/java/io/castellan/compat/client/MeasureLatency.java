package io.castellan.compat.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * {@code BOOTSTRAP TOPIC RATE SECONDS WARM_UP_SECONDS}: sends records of 1 KiB with acks=1, evenly
 * at {@code RATE} a second, and consumes them at the same time. Prints the 50th and the 99th
 * percentile of the time from when a record was due to be sent to when the consumer had it, in
 * microseconds.
 *
 * <p>A record's time starts when it was due, not when it was sent: a stall then counts for every
 * record that it delayed.
 */
public final class MeasureLatency {
  private static final int RECORD_SIZE = 1024;

  private MeasureLatency() {}

  /** Ends when the last record has been consumed. */
  public static void main(String[] args) throws Exception {
    int rate = Integer.parseInt(args[2]);
    int count = rate * Integer.parseInt(args[3]);
    int warmUp = rate * Integer.parseInt(args[4]);
    long[] latencyNanos = new long[count];
    TopicPartition partition = new TopicPartition(args[1], 0);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
            KafkaClients.consumer(args[0], Map.of("enable.auto.commit", "false"));
        KafkaProducer<byte[], byte[]> producer =
            KafkaClients.producer(args[0], Map.of("acks", "1", "enable.idempotence", "false"))) {
      consumer.assign(List.of(partition));
      consumer.seekToEnd(List.of(partition));
      consumer.position(partition);
      producer.partitionsFor(args[1]);
      Thread sender = new Thread(() -> send(producer, partition, rate, count, failure), "sender");
      sender.start();
      for (int received = 0; received < count; ) {
        Throwable e = failure.get();
        if (e != null) {
          throw new IllegalStateException("produce failed", e);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          latencyNanos[received] = System.nanoTime() - ByteBuffer.wrap(record.value()).getLong();
          received++;
        }
      }
      sender.join();
    }
    long[] measured = Arrays.copyOfRange(latencyNanos, warmUp, count);
    Arrays.sort(measured);
    System.out.println(
        micros(measured, 500) + " " + micros(measured, 990) + " " + micros(measured, 999));
  }

  private static long micros(long[] sortedNanos, int permille) {
    return sortedNanos[(int) ((long) sortedNanos.length * permille / 1000)] / 1000;
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      TopicPartition partition,
      int rate,
      int count,
      AtomicReference<@Nullable Throwable> failure) {
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begun + i * 1_000_000_000L / rate;
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      byte[] value = ByteBuffer.allocate(RECORD_SIZE).putLong(due).array();
      producer.send(
          new ProducerRecord<>(partition.topic(), partition.partition(), null, value),
          (record, e) -> {
            if (e != null) {
              failure.set(e);
            }
          });
    }
  }
}
