package io.castellan.compat.client;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** {@code poll} as every client library from 0.9 on has it. */
final class Polling {
  private Polling() {}

  static ConsumerRecords<byte[], byte[]> poll(KafkaConsumer<byte[], byte[]> consumer, long ms) {
    try {
      return consumer.poll(Duration.ofMillis(ms));
    } catch (NoSuchMethodError before20) {
      return pollForMs(consumer, ms);
    }
  }

  @SuppressWarnings("unchecked") // What the method of the older libraries declares.
  private static ConsumerRecords<byte[], byte[]> pollForMs(
      KafkaConsumer<byte[], byte[]> consumer, long ms) {
    try {
      return (ConsumerRecords<byte[], byte[]>)
          KafkaConsumer.class.getMethod("poll", long.class).invoke(consumer, ms);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
