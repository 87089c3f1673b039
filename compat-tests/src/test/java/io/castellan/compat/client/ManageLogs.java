package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Fills logs with the same batches each time and does to them what administrators do: {@code
 * bootstrap directory other-directory [retention]}. Prints what comes of it, the directories by the
 * names {@code A} and {@code B}; with the last word it also waits for retention to have its way.
 */
@SuppressWarnings("NullAway") // answers are asked for what they were asked
public final class ManageLogs {
  private static final long TIMESTAMP = 1_700_000_000_000L;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(90);
  private static final String SMALL_SEGMENTS = "6000";

  private final Admin admin;
  private final String bootstrap;
  private final Map<String, String> names;

  private ManageLogs(Admin admin, String bootstrap, Map<String, String> names) {
    this.admin = admin;
    this.bootstrap = bootstrap;
    this.names = names;
  }

  /** Does it all. */
  public static void main(String[] args) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
      ManageLogs steps = new ManageLogs(admin, args[0], Map.of(args[1], "A", args[2], "B"));
      steps.files();
      steps.deleteRecords();
      steps.changeConfig();
      if (args.length > 3) {
        steps.retention();
      }
      // Last: a broker of stock is now and then without the log, or the directory, after it.
      steps.move(args[1], args[2]);
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private void create(String topic, Map<String, String> config) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(config))).all().get();
  }

  /** One batch after the other: nothing is left to the producer's timing. */
  private void fill(String topic, int batches, String codec, long timestamp) throws Exception {
    Random random = new Random(topic.hashCode());
    try (KafkaProducer<byte[], byte[]> producer =
        KafkaClients.producer(
            bootstrap,
            Map.of("acks", "1", "enable.idempotence", "false", "compression.type", codec))) {
      for (int i = 0; i < batches; i++) {
        byte[] value = new byte[200 + random.nextInt(400)];
        random.nextBytes(value);
        producer
            .send(
                new ProducerRecord<>(
                    topic, 0, timestamp + i, ("k" + i).getBytes(StandardCharsets.UTF_8), value))
            .get();
      }
    }
  }

  /** What the files of these are compared of. */
  private void files() throws Exception {
    for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
      String topic = "files-" + codec;
      create(topic, Map.of("segment.bytes", "20000", "index.interval.bytes", "1000"));
      fill(topic, 150, codec, TIMESTAMP);
      say(topic + " " + offsets(topic));
    }
    create("appended", Map.of("message.timestamp.type", "LogAppendTime"));
    fill("appended", 5, "none", 0);
    say("appended " + offsets("appended"));
  }

  private String offsets(String topic) throws Exception {
    return "start "
        + offset(topic, OffsetSpec.earliest())
        + " end "
        + offset(topic, OffsetSpec.latest());
  }

  private long offset(String topic, OffsetSpec spec) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    return admin.listOffsets(Map.of(partition, spec)).partitionResult(partition).get().offset();
  }

  private void deleteRecords() throws Exception {
    create("deleted", Map.of("segment.bytes", SMALL_SEGMENTS));
    fill("deleted", 60, "none", TIMESTAMP);
    create("compacted", Map.of("cleanup.policy", "compact"));
    fill("compacted", 3, "none", TIMESTAMP);
    say("delete to 25: " + deleteTo("deleted", 25) + " " + offsets("deleted"));
    say("delete to 10: " + deleteTo("deleted", 10) + " " + offsets("deleted"));
    say("delete to 61: " + deleteTo("deleted", 61));
    say("delete to -5: " + deleteTo("deleted", -5));
    say("delete all: " + deleteTo("deleted", -1) + " " + offsets("deleted"));
    say("delete of compacted: " + deleteTo("compacted", 1));
  }

  private String deleteTo(String topic, long offset) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    RecordsToDelete until = RecordsToDelete.beforeOffset(offset);
    return outcome(
        admin.deleteRecords(Map.of(partition, until)).lowWatermarks().get(partition),
        deleted -> Long.toString(deleted.lowWatermark()));
  }

  /** What an answer says. */
  private interface Told<T> {
    String of(T answer) throws Exception;
  }

  private static <T> String outcome(KafkaFuture<T> answer, Told<T> told) throws Exception {
    try {
      return told.of(answer.get());
    } catch (ExecutionException e) {
      return e.getCause().getClass().getSimpleName();
    }
  }

  private void changeConfig() throws Exception {
    create("changed", Map.of());
    fill("changed", 20, "none", TIMESTAMP);
    set("changed", "segment.bytes", SMALL_SEGMENTS);
    fill("changed", 40, "none", TIMESTAMP + 100);
    set("changed", "max.message.bytes", "300");
    KafkaFuture<Void> wrong =
        admin.incrementalAlterConfigs(change("changed", "retention.ms", "soon")).all();
    say("retention.ms=soon: " + outcome(wrong, done -> "taken"));
    try (KafkaProducer<byte[], byte[]> producer =
        KafkaClients.producer(bootstrap, Map.of("acks", "1"))) {
      producer.send(new ProducerRecord<>("changed", 0, TIMESTAMP, null, new byte[400])).get();
      say("large: taken");
    } catch (ExecutionException e) {
      say("large: " + e.getCause().getClass().getSimpleName());
    }
    say("changed " + offsets("changed"));
  }

  private void set(String topic, String key, String value) throws Exception {
    admin.incrementalAlterConfigs(change(topic, key, value)).all().get();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    await(
        key + " of " + topic,
        () -> {
          try {
            return admin
                .describeConfigs(List.of(resource))
                .values()
                .get(resource)
                .get()
                .get(key)
                .value()
                .equals(value);
          } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Map<ConfigResource, java.util.Collection<AlterConfigOp>> change(
      String topic, String key, String value) {
    return Map.of(
        new ConfigResource(ConfigResource.Type.TOPIC, topic),
        List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
  }

  private void move(String a, String b) throws Exception {
    String topic = "files-none";
    String from = directoryOf(topic);
    String to = from.equals(a) ? b : a;
    say("move to none: " + moveTo(topic, 0, "/none"));
    say("move of none: " + moveTo("none", 0, to));
    say("move of a partition that is none: " + moveTo(topic, 7, to));
    say("move to where it is: " + moveTo(topic, 0, from));
    say("move: " + moveTo(topic, 0, to));
    await("the move", () -> describe(topic).equals(List.of(names.get(to) + " lag 0")));
    say("moved");
  }

  private String moveTo(String topic, int partition, String directory) throws Exception {
    TopicPartitionReplica replica = new TopicPartitionReplica(topic, partition, 0);
    return outcome(
        admin.alterReplicaLogDirs(Map.of(replica, directory)).values().get(replica),
        done -> "begun");
  }

  private String directoryOf(String topic) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    for (Map.Entry<String, LogDirDescription> dir :
        admin.describeLogDirs(List.of(0)).allDescriptions().get().get(0).entrySet()) {
      if (dir.getValue().replicaInfos().containsKey(partition)) {
        return dir.getKey();
      }
    }
    throw new IllegalStateException(topic + " lies nowhere");
  }

  private List<String> describe(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try {
      return admin.describeLogDirs(List.of(0)).allDescriptions().get().get(0).entrySet().stream()
          .filter(dir -> dir.getValue().replicaInfos().containsKey(partition))
          .map(
              dir -> {
                ReplicaInfo info = dir.getValue().replicaInfos().get(partition);
                return names.get(dir.getKey())
                    + " lag "
                    + info.offsetLag()
                    + (info.isFuture() ? " future" : "");
              })
          .sorted()
          .toList();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void retention() throws Exception {
    create("sized", Map.of("segment.bytes", SMALL_SEGMENTS, "retention.bytes", "15000"));
    create("timed", Map.of("segment.bytes", SMALL_SEGMENTS, "retention.ms", "3600000"));
    create("kept", Map.of("segment.bytes", SMALL_SEGMENTS, "retention.ms", "-1"));
    fill("sized", 80, "none", System.currentTimeMillis());
    fill("timed", 80, "none", TIMESTAMP);
    fill("timed", 10, "none", System.currentTimeMillis());
    fill("kept", 80, "none", TIMESTAMP);
    await("retention by size", () -> start("sized") > 0);
    await("retention by time", () -> start("timed") > 0);
    say("sized " + offsets("sized"));
    say("timed " + offsets("timed"));
    say("kept " + offsets("kept"));
  }

  private long start(String topic) {
    try {
      return offset(topic, OffsetSpec.earliest());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(what + " did not come about");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
