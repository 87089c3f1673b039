package io.castellan.compat.client;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clients that deal in bytes, with settings beside the defaults. */
final class KafkaClients {
  private KafkaClients() {}

  static KafkaProducer<byte[], byte[]> producer(String bootstrap, Map<String, String> settings) {
    return new KafkaProducer<>(
        properties(bootstrap, settings), new ByteArraySerializer(), new ByteArraySerializer());
  }

  static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, Map<String, String> settings) {
    return new KafkaConsumer<>(
        properties(bootstrap, settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Properties properties(String bootstrap, Map<String, String> settings) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrap);
    properties.putAll(settings);
    return properties;
  }
}
