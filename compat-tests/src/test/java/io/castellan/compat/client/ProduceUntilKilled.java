package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * {@code BOOTSTRAP TOPIC PID COUNT RUN}: produces to all partitions of a topic as fast as it can,
 * kills the process {@code PID} after {@code COUNT} acknowledgements while more are under way, and
 * prints {@code partition offset value} of every record that was acknowledged, before the kill or
 * after. {@code RUN} makes the values unlike those of other runs.
 */
public final class ProduceUntilKilled {
  private ProduceUntilKilled() {}

  /** Ends once the first record has failed. */
  public static void main(String[] args) throws Exception {
    ProcessHandle server = ProcessHandle.of(Long.parseLong(args[2])).orElseThrow();
    int killAfter = Integer.parseInt(args[3]);
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicInteger count = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    Map<String, String> settings =
        Map.of(
            "acks", "all",
            "linger.ms", "1",
            "batch.size", "2000",
            "delivery.timeout.ms", "2000",
            "request.timeout.ms", "1000",
            "max.block.ms", "2000");
    KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(args[0], settings);
    for (int i = 0; failed.getCount() > 0; i++) {
      String value = args[4] + "-" + i;
      producer.send(
          new ProducerRecord<>(args[1], value.getBytes(StandardCharsets.UTF_8)),
          (record, e) -> {
            if (e != null) {
              failed.countDown();
              return;
            }
            acknowledged.add(record.partition() + " " + record.offset() + " " + value);
            if (count.incrementAndGet() == killAfter) {
              server.destroyForcibly();
            }
          });
    }
    StringBuilder lines = new StringBuilder();
    acknowledged.forEach(line -> lines.append(line).append('\n'));
    System.out.print(lines);
    System.out.flush();
    // Closing the producer would wait for a broker that is gone.
    System.exit(0);
  }
}
