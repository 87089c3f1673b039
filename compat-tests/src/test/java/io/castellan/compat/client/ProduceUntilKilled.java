package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@code BOOTSTRAP TOPIC PID COUNT RUN}: produces to all partitions of a topic as fast as it can,
 * kills the process {@code PID} after {@code COUNT} acknowledgements while more are under way, and
 * prints {@code partition offset value} of every record that was acknowledged, before the kill or
 * after. {@code RUN} is what the values start with, unlike those of other runs.
 */
public final class ProduceUntilKilled {
  private ProduceUntilKilled() {}

  /**
   * Ends when the server was killed and the answers that it had sent before are read.
   *
   * @throws Exception when a record fails before the kill
   */
  public static void main(String[] args) throws Exception {
    ProcessHandle server = ProcessHandle.of(Long.parseLong(args[2])).orElseThrow();
    int killAfter = Integer.parseInt(args[3]);
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicInteger count = new AtomicInteger();
    CountDownLatch killed = new CountDownLatch(1);
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    Map<String, String> settings =
        Map.of("acks", "all", "linger.ms", "1", "batch.size", "2000", "max.block.ms", "30000");
    KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(args[0], settings);
    for (int i = 0; killed.getCount() > 0 && failure.get() == null; i++) {
      String value = args[4] + i;
      producer.send(
          new ProducerRecord<>(args[1], value.getBytes(StandardCharsets.UTF_8)),
          (record, e) -> {
            if (e != null) {
              failure.compareAndSet(null, e);
              return;
            }
            acknowledged.add(record.partition() + " " + record.offset() + " " + value);
            if (count.incrementAndGet() == killAfter) {
              server.destroyForcibly();
              killed.countDown();
            }
          });
    }
    Exception early = failure.get();
    if (early != null && killed.getCount() > 0) {
      throw early;
    }
    // Answers that are already here still count; for the rest there is no one to wait for.
    producer.close(Duration.ofSeconds(1));
    StringBuilder lines = new StringBuilder();
    acknowledged.forEach(line -> lines.append(line).append('\n'));
    System.out.print(lines);
    System.out.flush();
    System.exit(0);
  }
}
