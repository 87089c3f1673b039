package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumer groups with the stock Java client, by the classic protocol. */
@TestInstance(Lifecycle.PER_CLASS)
class GroupsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(50);

  private GroupBroker broker;
  private Admin admin;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    broker = new GroupBroker(Files.createDirectories(dir));
    admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrap()));
  }

  @AfterAll
  void stop() {
    admin.close(Duration.ofSeconds(5));
    broker.close();
  }

  @Test
  void aGroupResumesWhereItCommitted() throws Exception {
    topicWith("resume", 2, 10);
    try (Member member = new Member("resume", "resume", Map.of())) {
      member.readUntil(10);
      member.consumer.commitSync();
      send("resume", 2, 4);
      member.readUntil(14);
      AtomicReference<Map<TopicPartition, OffsetAndMetadata>> committed = new AtomicReference<>();
      AtomicReference<Exception> failed = new AtomicReference<>();
      member.consumer.commitAsync(
          (offsets, error) -> {
            committed.set(offsets);
            failed.set(error);
          });
      await(() -> committed.get() != null, member);
      assertEquals(null, failed.get());
    }
    assertEquals(Map.of("resume-0", 7L, "resume-1", 7L), committed("resume"));
    send("resume", 2, 2);
    try (Member next = new Member("resume", "resume", Map.of())) {
      assertEquals(Set.of("0", "1"), Set.copyOf(next.readUntil(2)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Range", "CooperativeSticky"})
  void partitionsMoveToWhoJoinsAndFromWhoLeaves(String assignor) throws Exception {
    String name = "moves-" + assignor;
    topicWith(name, 4, 0);
    Map<String, String> config =
        Map.of(
            "partition.assignment.strategy",
            "org.apache.kafka.clients.consumer." + assignor + "Assignor");
    try (Member first = new Member(name, name, config)) {
      await(() -> first.partitionCount() == 4, first);
      try (Member second = new Member(name, name, config)) {
        await(() -> first.partitionCount() == 2 && second.partitionCount() == 2, first, second);
        Set<TopicPartition> all = new HashSet<>(first.consumer.assignment());
        all.addAll(second.consumer.assignment());
        assertEquals(4, all.size());
      }
      await(() -> first.partitionCount() == 4, first);
    }
  }

  @Test
  void partitionsOfAMemberThatVanishesMove() throws Exception {
    topicWith("vanish", 2, 0);
    // A static member leaves without a word: only the session timeout tells.
    Map<String, String> silent =
        Map.of(
            "group.instance.id", "silent",
            "session.timeout.ms", "800",
            "heartbeat.interval.ms", "200");
    try (Member stays = new Member("vanish", "vanish", Map.of())) {
      try (Member vanishes = new Member("vanish", "vanish", silent)) {
        await(() -> stays.partitionCount() == 1 && vanishes.partitionCount() == 1, stays, vanishes);
      }
      assertEquals(1, stays.partitionCount());
      await(() -> stays.partitionCount() == 2, stays);
    }
  }

  @Test
  void aStaticMemberComesBackWithoutARebalance() throws Exception {
    topicWith("static", 2, 0);
    Map<String, String> bounces = Map.of("group.instance.id", "b");
    try (Member stays = new Member("static", "static", Map.of("group.instance.id", "a"))) {
      Set<TopicPartition> before;
      try (Member bounced = new Member("static", "static", bounces)) {
        await(() -> stays.partitionCount() == 1 && bounced.partitionCount() == 1, stays, bounced);
        before = bounced.consumer.assignment();
      }
      int generation = stays.consumer.groupMetadata().generationId();
      try (Member again = new Member("static", "static", bounces)) {
        await(() -> again.partitionCount() == 1, again);
        assertEquals(before, again.consumer.assignment());
        assertEquals(generation, again.consumer.groupMetadata().generationId());
      }
      assertEquals(generation, stays.consumer.groupMetadata().generationId());
    }
  }

  @Test
  void aPatternFindsTopicsThatAreMadeLater() throws Exception {
    topicWith("pattern-1", 1, 0);
    try (Member member = new Member("pattern", null, Map.of("metadata.max.age.ms", "300"))) {
      member.consumer.subscribe(Pattern.compile("pattern-.*"));
      await(() -> member.partitionCount() == 1, member);
      topicWith("pattern-2", 1, 3);
      await(() -> member.partitionCount() == 2, member);
      assertEquals(3, member.readUntil(3).size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasCommittedIsThereAfterARestart(boolean killed) throws Exception {
    String name = "restart-" + killed;
    topicWith(name, 3, 30);
    try (Member member = new Member(name, name, Map.of())) {
      member.readUntil(30);
      member.consumer.commitSync();
      if (killed) {
        broker.restartAsIfKilled();
      } else {
        broker.restart();
      }
      send(name, 3, 6);
      // The member itself goes on as if nothing had happened.
      assertEquals(36, member.readUntil(36).size());
    }
    assertEquals(Map.of(name + "-0", 10L, name + "-1", 10L, name + "-2", 10L), committed(name));
    try (Member next = new Member(name, name, Map.of())) {
      assertEquals(Set.of("0", "1", "2", "3", "4", "5"), new TreeSet<>(next.readUntil(6)));
    }
  }

  @Test
  void offsetsOfADeletedTopicAreForgotten() throws Exception {
    topicWith("deleted", 2, 0);
    topicWith("kept", 1, 0);
    alter("forgets", Map.of("deleted-0", 4L, "deleted-1", 5L, "kept-0", 6L));
    admin.deleteTopics(List.of("deleted")).all().get();
    awaitCommitted("forgets", Map.of("kept-0", 6L));
    topicWith("deleted", 2, 0);
    assertEquals(Map.of("kept-0", 6L), committed("forgets"));
    broker.restart();
    assertEquals(Map.of("kept-0", 6L), committed("forgets"));
  }

  @Test
  void toolsSeeAGroupAndItsMembers() throws Exception {
    topicWith("seen", 2, 4);
    try (Member member = new Member("seen", "seen", Map.of("client.id", "watcher"))) {
      member.readUntil(4);
      member.consumer.commitSync();
      assertEquals(GroupState.STABLE, listing("seen").groupState().orElseThrow());
      assertEquals("consumer", listing("seen").protocol());
      ConsumerGroupDescription group = description("seen");
      assertEquals(GroupState.STABLE, group.groupState());
      assertEquals("range", group.partitionAssignor());
      var described = group.members().iterator().next();
      assertEquals("watcher", described.clientId());
      assertEquals("/127.0.0.1", described.host());
      assertEquals(member.consumer.assignment(), described.assignment().topicPartitions());
    }
    assertEquals(GroupState.EMPTY, description("seen").groupState());
    assertEquals(0, description("seen").members().size());
  }

  @Test
  void offsetsAreAlteredAndDeletedWhileNobodyReads() throws Exception {
    topicWith("altered", 2, 8);
    alter("altered", Map.of("altered-0", 2L, "altered-1", 3L));
    assertEquals(Map.of("altered-0", 2L, "altered-1", 3L), committed("altered"));
    TopicPartition second = new TopicPartition("altered", 1);
    try (Member member = new Member("altered", "altered", Map.of())) {
      assertEquals(3, member.readUntil(3).size());
      assertInstanceOf(
          GroupSubscribedToTopicException.class,
          refusal(
              () ->
                  admin
                      .deleteConsumerGroupOffsets("altered", Set.of(second))
                      .partitionResult(second)
                      .get()));
      assertInstanceOf(
          GroupNotEmptyException.class,
          refusal(() -> admin.deleteConsumerGroups(List.of("altered")).all().get()));
    }
    admin.deleteConsumerGroupOffsets("altered", Set.of(second)).all().get();
    assertEquals(Map.of("altered-0", 2L), committed("altered"));
    admin.deleteConsumerGroups(List.of("altered")).all().get();
    assertInstanceOf(
        GroupIdNotFoundException.class,
        refusal(() -> admin.deleteConsumerGroups(List.of("altered")).all().get()));
    broker.restart();
    assertEquals(Map.of(), committed("altered"));
    assertTrue(
        admin.listGroups().all().get().stream()
            .noneMatch(group -> group.groupId().equals("altered")));
  }

  /** A consumer in a group, driven by the test's thread. */
  private final class Member implements AutoCloseable {
    final KafkaConsumer<String, String> consumer;
    final List<String> read = new ArrayList<>();

    Member(
        String group, @org.jspecify.annotations.Nullable String topic, Map<String, String> config) {
      Properties properties = new Properties();
      properties.put("bootstrap.servers", broker.bootstrap());
      properties.put("group.id", group);
      properties.put("group.protocol", "classic");
      properties.put("enable.auto.commit", "false");
      properties.put("auto.offset.reset", "earliest");
      properties.put("heartbeat.interval.ms", "200");
      properties.put("session.timeout.ms", "10000");
      properties.put("fetch.max.wait.ms", "100");
      properties.put("reconnect.backoff.max.ms", "100");
      properties.putAll(config);
      consumer =
          new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
      if (topic != null) {
        consumer.subscribe(List.of(topic));
      }
    }

    int partitionCount() {
      return consumer.assignment().size();
    }

    void poll() {
      for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
        read.add(record.value());
      }
    }

    /** All that was read, once it is so much; no more comes. */
    List<String> readUntil(int count) {
      await(() -> read.size() >= count, this);
      poll();
      assertEquals(count, read.size());
      return read;
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  /** Let members poll in turn until something is so. */
  private static void await(BooleanSupplier wanted, Member... members) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!wanted.getAsBoolean()) {
      assertTrue(
          System.nanoTime() < deadline,
          () ->
              List.of(members).stream()
                  .map(member -> member.consumer.assignment() + " read " + member.read.size())
                  .toList()
                  .toString());
      for (Member member : members) {
        member.poll();
      }
    }
  }

  private void topicWith(String topic, int partitions, int records) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    send(topic, partitions, records);
  }

  private void send(String topic, int partitions, int records) {
    if (records == 0) {
      return;
    }
    Properties properties = new Properties();
    properties.put("bootstrap.servers", broker.bootstrap());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, i % partitions, null, "" + i));
      }
      producer.flush();
    }
  }

  private Map<String, Long> committed(String group) throws Exception {
    Map<String, Long> committed = new HashMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach((partition, offset) -> committed.put(partition.toString(), offset.offset()));
    return committed;
  }

  private void awaitCommitted(String group, Map<String, Long> wanted) throws Exception {
    long deadline = System.nanoTime() + SOON.toNanos();
    Map<String, Long> seen = committed(group);
    while (!seen.equals(wanted) && System.nanoTime() < deadline) {
      seen = committed(group);
    }
    assertEquals(wanted, seen);
  }

  private void alter(String group, Map<String, Long> offsets) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            group,
            offsets.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        entry -> partition(entry.getKey()),
                        entry -> new OffsetAndMetadata(entry.getValue()))))
        .all()
        .get();
  }

  private static TopicPartition partition(String text) {
    int dash = text.lastIndexOf('-');
    return new TopicPartition(text.substring(0, dash), Integer.parseInt(text.substring(dash + 1)));
  }

  private GroupListing listing(String group) throws Exception {
    Collection<GroupListing> all = admin.listGroups().all().get();
    return all.stream().filter(listed -> listed.groupId().equals(group)).findAny().orElseThrow();
  }

  private ConsumerGroupDescription description(String group) throws Exception {
    return Objects.requireNonNull(
        admin.describeConsumerGroups(List.of(group)).all().get().get(group));
  }

  private interface Call {
    Object call() throws Exception;
  }

  private static Throwable refusal(Call call) {
    return Objects.requireNonNull(assertThrows(ExecutionException.class, call::call).getCause());
  }
}
