package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data path with the stock Java client. */
class DataPathTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path dir;
  private DataPath broker;

  @BeforeEach
  void start() throws Exception {
    broker = new DataPath(dir);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void recordsComeBackAsTheyWereSent(String codec) throws Exception {
    broker.createTopic("t", 3, Map.of());
    int count = 3000;
    try (KafkaProducer<byte[], byte[]> producer =
        producer(Map.of("compression.type", codec, "linger.ms", "5", "acks", "all"))) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                "t", i % 3, 1_000_000L + i, bytes("key " + i), bytes("value ".repeat(i % 50) + i));
        record.headers().add("n", bytes("header " + i));
        sent.add(producer.send(record));
      }
      for (int i = 0; i < count; i++) {
        assertEquals(i / 3, sent.get(i).get(20, TimeUnit.SECONDS).offset());
      }
    }
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of())) {
      List<TopicPartition> all = partitions("t", 3);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      int[] next = new int[3];
      for (ConsumerRecord<byte[], byte[]> record : read(consumer, count)) {
        int i = next[record.partition()]++ * 3 + record.partition();
        assertEquals("key " + i, text(record.key()));
        assertEquals("value ".repeat(i % 50) + i, text(record.value()));
        assertEquals("header " + i, text(record.headers().lastHeader("n").value()));
        assertEquals(1_000_000L + i, record.timestamp());
      }
      assertEquals(
          Map.of(all.get(0), 1000L, all.get(1), 1000L, all.get(2), 1000L),
          consumer.endOffsets(all));
      assertEquals(
          500,
          found(consumer.offsetsForTimes(Map.of(all.get(1), 1_001_500L)), all.get(1)).offset());
    }
  }

  @Test
  void aWaitingFetchIsAnsweredWhenARecordArrivesAndNotBefore() throws Exception {
    broker.createTopic("t", 4, Map.of());
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of());
        KafkaConsumer<byte[], byte[]> consumer =
            consumer(Map.of("fetch.max.wait.ms", "60000", "request.timeout.ms", "90000"))) {
      consumer.assign(partitions("t", 4));
      consumer.seekToBeginning(partitions("t", 4));
      assertTrue(consumer.poll(Duration.ofMillis(300)).isEmpty());
      for (int i = 0; i < 20; i++) {
        long sentNanos = System.nanoTime();
        producer.send(new ProducerRecord<>("t", i % 4, null, bytes("" + i))).get();
        assertEquals("" + i, text(read(consumer, 1).get(0).value()));
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentNanos);
        assertTrue(tookMs < 20_000, "took " + tookMs + " ms, as if the fetch had waited");
      }
      consumer.close(
          CloseOptions.timeout(Duration.ZERO)); // or it takes its leave behind the fetch that waits
    }
  }

  @Test
  void aBatchLargerThanEveryLimitIsStillFetched() throws Exception {
    broker.createTopic("t", 1, Map.of("max.message.bytes", "4000000"));
    byte[] large = new byte[2_000_000];
    try (KafkaProducer<byte[], byte[]> producer =
            producer(Map.of("max.request.size", "4000000", "buffer.memory", "8000000"));
        KafkaConsumer<byte[], byte[]> consumer =
            consumer(Map.of("fetch.max.bytes", "1000", "max.partition.fetch.bytes", "1000"))) {
      producer.send(new ProducerRecord<>("t", large)).get();
      producer.send(new ProducerRecord<>("t", bytes("after"))).get();
      consumer.assign(partitions("t", 1));
      consumer.seekToBeginning(partitions("t", 1));
      List<ConsumerRecord<byte[], byte[]>> read = read(consumer, 2);
      assertEquals(large.length, read.get(0).value().length);
      assertEquals("after", text(read.get(1).value()));
    }
  }

  @Test
  void wrongRecordsAreRefusedWithTheirOwnErrors() throws Exception {
    broker.createTopic("small", 1, Map.of("max.message.bytes", "1000"));
    broker.createTopic("compacted", 1, Map.of("cleanup.policy", "compact"));
    broker.createTopic("__consumer_offsets", 1, Map.of());
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      assertInstanceOf(
          RecordTooLargeException.class, refusal(producer, "small", null, new byte[5000]));
      assertInstanceOf(
          org.apache.kafka.common.InvalidRecordException.class,
          refusal(producer, "compacted", null, bytes("no key")));
      assertInstanceOf(
          InvalidTopicException.class,
          refusal(producer, "__consumer_offsets", bytes("k"), bytes("v")));
    }
  }

  @Test
  void recordsSentWithoutAcknowledgementArrive() throws Exception {
    broker.createTopic("t", 1, Map.of());
    try (KafkaProducer<byte[], byte[]> producer =
            producer(Map.of("acks", "0", "enable.idempotence", "false"));
        KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of())) {
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>("t", bytes("" + i)));
      }
      producer.flush();
      consumer.assign(partitions("t", 1));
      consumer.seekToBeginning(partitions("t", 1));
      List<ConsumerRecord<byte[], byte[]>> read = read(consumer, 100);
      for (int i = 0; i < 100; i++) {
        assertEquals("" + i, text(read.get(i).value()));
      }
    }
  }

  @Test
  void deletedRecordsAreGoneAndDirectoriesAreDescribed() throws Exception {
    broker.createTopic("t", 1, Map.of());
    TopicPartition partition = new TopicPartition("t", 0);
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of());
        Admin admin =
            Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrap()));
        KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of())) {
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>("t", bytes("" + i))).get();
      }
      var deletion = admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(7)));
      assertEquals(7, found(deletion.lowWatermarks(), partition).get().lowWatermark());
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      assertEquals("7", text(read(consumer, 3).get(0).value()));
      var described = admin.describeLogDirs(List.of(DataPath.BROKER)).allDescriptions().get();
      var directory = found(found(described, DataPath.BROKER), dir.toString());
      assertEquals(1, directory.replicaInfos().size());
    }
  }

  private Throwable refusal(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      byte @org.jspecify.annotations.Nullable [] key,
      byte[] value) {
    ExecutionException failed =
        assertThrows(
            ExecutionException.class,
            () ->
                producer
                    .send(new ProducerRecord<>(topic, 0, key, value))
                    .get(20, TimeUnit.SECONDS));
    return Objects.requireNonNull(failed.getCause());
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(
      KafkaConsumer<byte[], byte[]> consumer, int count) {
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    long deadline = System.nanoTime() + SOON.toNanos();
    while (read.size() < count && System.nanoTime() < deadline) {
      consumer.poll(Duration.ofMillis(500)).forEach(read::add);
    }
    assertEquals(count, read.size());
    return read;
  }

  private static <K, V> V found(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key), () -> "nothing for " + key);
  }

  private static List<TopicPartition> partitions(String topic, int count) {
    List<TopicPartition> all = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      all.add(new TopicPartition(topic, p));
    }
    return all;
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, String> config) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", broker.bootstrap());
    properties.putAll(config);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private KafkaConsumer<byte[], byte[]> consumer(Map<String, String> config) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", broker.bootstrap());
    properties.put("enable.auto.commit", "false");
    properties.putAll(config);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
