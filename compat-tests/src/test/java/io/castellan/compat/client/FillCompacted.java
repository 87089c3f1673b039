package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * {@code BOOTSTRAP TOPIC SEED}: makes a compacted topic of small segments and fills it with batches
 * of every codec, tombstones, and transactions that end in either way, interleaved. {@code
 * BOOTSTRAP TOPIC roll}: writes one record that needs a segment of its own.
 */
public final class FillCompacted {
  private static final int SEGMENT_BYTES = 6_000;
  private static final int ROUNDS = 250;
  private static final long ROLLED_MS = 1_700_000_000_000L;
  private static final List<String> CODECS = List.of("none", "gzip", "lz4", "zstd", "snappy");

  private FillCompacted() {}

  /** Ends when everything is acknowledged. */
  public static void main(String[] args) throws Exception {
    if (args[2].equals("roll")) {
      roll(args[0], args[1]);
    } else {
      fill(args[0], args[1], new Random(Long.parseLong(args[2])));
    }
  }

  private static void roll(String bootstrap, String topic) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        KafkaClients.producer(bootstrap, Map.of("enable.idempotence", "false"))) {
      producer
          .send(
              new ProducerRecord<>(
                  topic, 0, ROLLED_MS, bytes("roll"), new byte[SEGMENT_BYTES - 200]))
          .get();
    }
  }

  private static void fill(String bootstrap, String topic, Random random) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      Map<String, String> configs =
          Map.of(
              "cleanup.policy",
              "compact",
              "segment.bytes",
              Integer.toString(SEGMENT_BYTES),
              "min.cleanable.dirty.ratio",
              "0",
              "delete.retention.ms",
              "0");
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs))).all().get();
    }
    List<KafkaProducer<byte[], byte[]>> plain = new ArrayList<>();
    List<KafkaProducer<byte[], byte[]>> transactional = new ArrayList<>();
    try {
      for (String codec : CODECS) {
        plain.add(producer(bootstrap, Map.of("compression.type", codec)));
        KafkaProducer<byte[], byte[]> producer =
            producer(
                bootstrap, Map.of("compression.type", codec, "transactional.id", "fill-" + codec));
        producer.initTransactions();
        transactional.add(producer);
      }
      boolean[] open = new boolean[CODECS.size()];
      for (int round = 0; round < ROUNDS; round++) {
        int which = random.nextInt(CODECS.size());
        if (random.nextInt(3) == 0) {
          send(plain.get(which), topic, random, round);
        } else {
          open[which] = step(transactional.get(which), open[which], topic, random, round);
        }
      }
      for (int i = 0; i < open.length; i++) {
        if (open[i]) {
          transactional.get(i).commitTransaction();
        }
      }
    } finally {
      plain.forEach(KafkaProducer::close);
      transactional.forEach(KafkaProducer::close);
    }
  }

  private static boolean step(
      KafkaProducer<byte[], byte[]> producer, boolean open, String topic, Random random, int round)
      throws Exception {
    if (open && random.nextInt(3) == 0) {
      if (random.nextBoolean()) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
      return false;
    }
    if (!open) {
      producer.beginTransaction();
    }
    send(producer, topic, random, round);
    return true;
  }

  /** One batch. */
  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, Random random, int round)
      throws Exception {
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      byte[] value =
          random.nextInt(6) == 0
              ? null
              : bytes("value " + round + " " + i + "x".repeat(random.nextInt(200)));
      producer.send(new ProducerRecord<>(topic, 0, bytes("key-" + random.nextInt(60)), value));
    }
    producer.flush();
  }

  private static KafkaProducer<byte[], byte[]> producer(
      String bootstrap, Map<String, String> settings) {
    Map<String, String> all = new java.util.HashMap<>(settings);
    all.put("linger.ms", "10000");
    return KafkaClients.producer(bootstrap, all);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
