package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.ApiVersions;
import io.castellan.kafka.protocol.message.CreatePartitions;
import io.castellan.kafka.protocol.message.CreateTopics;
import io.castellan.kafka.protocol.message.DescribeGroups;
import io.castellan.kafka.protocol.message.FindCoordinator;
import io.castellan.kafka.protocol.message.Heartbeat;
import io.castellan.kafka.protocol.message.JoinGroup;
import io.castellan.kafka.protocol.message.LeaveGroup;
import io.castellan.kafka.protocol.message.ListGroups;
import io.castellan.kafka.protocol.message.OffsetCommit;
import io.castellan.kafka.protocol.message.OffsetFetch;
import io.castellan.kafka.protocol.message.Produce;
import io.castellan.kafka.protocol.message.SyncGroup;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.lane.Clock;
import io.castellan.server.zkclient.StockZooKeeper;
import io.castellan.server.zkclient.ZkServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A whole broker, asked everything that it says it serves. An answer that its version cannot carry
 * closes the connection, and so does a handler that throws; both fail here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryAnswerTest {
  private static final short INVALID_PARTITIONS = ErrorCode.INVALID_PARTITIONS.code();

  private final AtomicReference<Throwable> laneFailure = new AtomicReference<>();
  private StockZooKeeper zooKeeper;
  private KafkaBroker broker;
  private WireClient client;
  private SampleRequests samples;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    zooKeeper = new StockZooKeeper(Files.createDirectory(dir.resolve("zk")));
    BrokerConfig config =
        BrokerConfig.of(
            Map.of(
                "broker.id", "0",
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "log.dirs", dir.resolve("kafka").toString(),
                "zookeeper.connect", "127.0.0.1:" + zooKeeper.address().getPort(),
                "offsets.topic.num.partitions", "3",
                "offsets.topic.replication.factor", "1",
                "group.initial.rebalance.delay.ms", "0"));
    broker =
        KafkaBroker.start(
            config,
            transport -> ZkServers.tcp(transport, List.of(zooKeeper.address())),
            Clock.SYSTEM,
            (lane, broken) -> laneFailure.set(broken));
    client = new WireClient(broker.address(0));
    List<CreateTopics.Request.CreatableTopic> topics = new ArrayList<>();
    topics.add(topic(SampleRequests.TOPIC));
    for (int v = 0; v <= ApiKey.DELETE_TOPICS.maxVersion(); v++) {
      topics.add(topic("gone-" + v));
    }
    CreateTopics.Response created =
        client.ask(
            CreateTopics.Response.class,
            ApiKey.CREATE_TOPICS,
            7,
            new CreateTopics.Request(topics, 10_000, false));
    Uuid id = created.topics().get(0).topicId();
    assertFalse(id.isZero(), created.toString());
    samples = new SampleRequests(id);
    findCoordinator();
  }

  private static CreateTopics.Request.CreatableTopic topic(String name) {
    return new CreateTopics.Request.CreatableTopic(name, 2, (short) 1, List.of(), List.of());
  }

  /** Until the offsets topic is there and its coordinator has loaded it. */
  private void findCoordinator() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      FindCoordinator.Response found =
          client.ask(
              FindCoordinator.Response.class,
              ApiKey.FIND_COORDINATOR,
              0,
              new FindCoordinator.Request(SampleRequests.GROUP, (byte) 0, List.of()));
      OffsetFetch.Response offsets =
          client.ask(
              OffsetFetch.Response.class,
              ApiKey.OFFSET_FETCH,
              5,
              new OffsetFetch.Request(SampleRequests.GROUP, List.of(), List.of(), false));
      if (found.errorCode() == 0 && offsets.errorCode() == 0) {
        return;
      }
      assertTrue(System.nanoTime() < deadline, found + " " + offsets);
    }
  }

  @AfterAll
  void stop() throws IOException {
    client.close();
    broker.close();
    zooKeeper.close();
    assertEquals(null, laneFailure.get());
  }

  private ApiVersions.Response advertised() throws IOException {
    return client.ask(
        ApiVersions.Response.class,
        ApiKey.API_VERSIONS,
        3,
        new ApiVersions.Request("test", "1.0", null, -1));
  }

  Stream<ApiVersions.Response.ApiVersion> served() throws IOException {
    return advertised().apiKeys().stream();
  }

  @ParameterizedTest
  @MethodSource("served")
  void whatIsAdvertisedIsAnsweredInEveryVersion(ApiVersions.Response.ApiVersion advertised)
      throws IOException {
    ApiKey api = Objects.requireNonNull(ApiKey.forId(advertised.apiKey()));
    for (int version = advertised.minVersion(); version <= advertised.maxVersion(); version++) {
      List<? extends Record> requests = samples.of(api, version);
      assertFalse(requests.isEmpty(), api + ": no request to try");
      for (Record request : requests) {
        try {
          client.receive(api, version, client.send(api, version, request));
        } catch (IOException | AssertionError | RuntimeException e) {
          client.close();
          client = new WireClient(broker.address(0));
          throw new AssertionError(api + " v" + version + " " + request, e);
        }
      }
    }
    assertEquals(null, laneFailure.get());
  }

  static IntStream generationsOfClients() {
    return IntStream.rangeClosed(0, ApiKey.OFFSET_FETCH.maxVersion());
  }

  /** A consumer's life with each API at a version, or its newest if it has fewer. */
  @ParameterizedTest
  @MethodSource("generationsOfClients")
  void aMemberLivesThroughItsGroupInEveryVersion(int version) throws IOException {
    String group = "life-" + version;
    String member = join(group, version);

    SyncGroup.Response synced =
        ask(
            SyncGroup.Response.class,
            ApiKey.SYNC_GROUP,
            version,
            new SyncGroup.Request(
                group,
                1,
                member,
                null,
                "consumer",
                "range",
                List.of(
                    new SyncGroup.Request.Assignment(member, Bytes.wrap(new byte[] {1, 2, 3})))));
    assertEquals(0, synced.errorCode());
    assertEquals(Bytes.wrap(new byte[] {1, 2, 3}), synced.assignment());

    Heartbeat.Response beat =
        ask(
            Heartbeat.Response.class,
            ApiKey.HEARTBEAT,
            version,
            new Heartbeat.Request(group, 1, member, null));
    assertEquals(0, beat.errorCode());

    OffsetCommit.Response committed =
        ask(
            OffsetCommit.Response.class,
            ApiKey.OFFSET_COMMIT,
            version,
            samples.commit(group, 1, member));
    assertEquals(0, committed.topics().get(0).partitions().get(0).errorCode());

    OffsetFetch.Response fetched =
        ask(
            OffsetFetch.Response.class,
            ApiKey.OFFSET_FETCH,
            version,
            new OffsetFetch.Request(
                group,
                version < 2
                    ? List.of(new OffsetFetch.Request.Topic(SampleRequests.TOPIC, List.of(0)))
                    : null,
                List.of(new OffsetFetch.Request.Group(group, null, -1, null)),
                true));
    assertEquals(1, version < 8 ? offset(fetched) : groupOffset(fetched));

    DescribeGroups.Response described =
        ask(
            DescribeGroups.Response.class,
            ApiKey.DESCRIBE_GROUPS,
            version,
            new DescribeGroups.Request(List.of(group), true));
    assertEquals("Stable", described.groups().get(0).groupState());
    assertEquals(
        synced.assignment(), described.groups().get(0).members().get(0).memberAssignment());

    ListGroups.Response listed =
        ask(
            ListGroups.Response.class,
            ApiKey.LIST_GROUPS,
            version,
            new ListGroups.Request(List.of(), List.of()));
    assertTrue(listed.groups().stream().anyMatch(g -> g.groupId().equals(group)));

    LeaveGroup.Response left =
        ask(
            LeaveGroup.Response.class,
            ApiKey.LEAVE_GROUP,
            version,
            new LeaveGroup.Request(
                group, member, List.of(new LeaveGroup.Request.MemberIdentity(member, null, null))));
    assertEquals(0, left.errorCode());
    assertTrue(left.members().stream().allMatch(m -> m.errorCode() == 0));
  }

  private String join(String group, int version) throws IOException {
    JoinGroup.Response joined =
        ask(
            JoinGroup.Response.class,
            ApiKey.JOIN_GROUP,
            version,
            SampleRequests.join(group, 10_000, "", "consumer"));
    if (joined.errorCode() == ErrorCode.MEMBER_ID_REQUIRED.code()) {
      assertTrue(version >= 4);
      joined =
          ask(
              JoinGroup.Response.class,
              ApiKey.JOIN_GROUP,
              version,
              SampleRequests.join(group, 10_000, joined.memberId(), "consumer"));
    }
    assertEquals(0, joined.errorCode());
    assertEquals(1, joined.generationId());
    assertEquals("range", joined.protocolName());
    assertEquals(joined.memberId(), joined.leader());
    assertEquals(1, joined.members().size());
    return joined.memberId();
  }

  private static long offset(OffsetFetch.Response fetched) {
    return fetched.topics().get(0).partitions().get(0).committedOffset();
  }

  private static long groupOffset(OffsetFetch.Response fetched) {
    return fetched.groups().get(0).topics().get(0).partitions().get(0).committedOffset();
  }

  private <R extends Record> R ask(Class<R> type, ApiKey api, int version, Record request)
      throws IOException {
    int least = api == ApiKey.OFFSET_COMMIT || api == ApiKey.OFFSET_FETCH ? 1 : 0;
    return client.ask(type, api, Math.max(least, Math.min(version, api.maxVersion())), request);
  }

  /** acks=0 in every version: no answer at all, and the next request gets its own. */
  @ParameterizedTest
  @MethodSource("generationsOfClients")
  void whatWantsNoAnswerGetsNone(int version) throws IOException {
    Produce.Request unacknowledged =
        new Produce.Request(
            null,
            (short) 0,
            1000,
            List.of(
                new Produce.Request.TopicProduceData(
                    SampleRequests.TOPIC,
                    samples.topicId(),
                    List.of(
                        new Produce.Request.PartitionProduceData(
                            0, SampleRequests.batch(version))))));
    client.send(ApiKey.PRODUCE, Math.max(3, version), unacknowledged);
    assertEquals(0, advertised().errorCode());
  }

  /** What could be read but not stored would stop a lane, and with it the broker. */
  @Test
  void textThatCouldNotBeWrittenAgainCostsOneConnection() throws IOException {
    String garbled = "\1".repeat(Short.MAX_VALUE);
    for (Record request :
        List.of(samples.commit(garbled, -1), samples.commit("group", -1, garbled))) {
      try (WireClient other = new WireClient(broker.address(0))) {
        other.sendGarbled(ApiKey.OFFSET_COMMIT, 2, "client", request);
      }
    }
    try (WireClient other = new WireClient(broker.address(0))) {
      other.sendGarbled(ApiKey.OFFSET_COMMIT, 2, garbled, samples.commit("group", -1));
    }
    assertServesOn();
  }

  @Test
  void memberIdsThatCouldNotBeStoredAreRefused() throws IOException {
    JoinGroup.Request longest =
        new JoinGroup.Request(
            "g",
            10_000,
            10_000,
            "",
            "i".repeat(Short.MAX_VALUE),
            "consumer",
            List.of(new JoinGroup.Request.Protocol("range", Bytes.EMPTY)),
            null);
    JoinGroup.Response joined = client.ask(JoinGroup.Response.class, ApiKey.JOIN_GROUP, 5, longest);
    assertEquals(ErrorCode.INVALID_REQUEST.code(), joined.errorCode());
    assertServesOn();
  }

  @Test
  void countlessPartitionsAreRefusedBeforeTheyAreCounted() throws IOException {
    List<CreateTopics.Request.CreatableTopic> topics = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      topics.add(
          new CreateTopics.Request.CreatableTopic(
              "huge-" + i, i == 0 ? Integer.MAX_VALUE : 60_000, (short) 1, List.of(), List.of()));
    }
    CreateTopics.Response created =
        client.ask(
            CreateTopics.Response.class,
            ApiKey.CREATE_TOPICS,
            7,
            new CreateTopics.Request(topics, 1000, true));
    assertEquals(
        19, created.topics().stream().filter(t -> t.errorCode() == INVALID_PARTITIONS).count());
    CreatePartitions.Response added =
        client.ask(
            CreatePartitions.Response.class,
            ApiKey.CREATE_PARTITIONS,
            3,
            new CreatePartitions.Request(
                List.of(
                    new CreatePartitions.Request.Topic(
                        SampleRequests.TOPIC, Integer.MAX_VALUE, null)),
                1000,
                false));
    assertEquals(INVALID_PARTITIONS, added.results().get(0).errorCode());
    assertServesOn();
  }

  private void assertServesOn() throws IOException {
    assertEquals(0, advertised().errorCode());
    assertEquals(
        0,
        client
            .ask(
                OffsetFetch.Response.class,
                ApiKey.OFFSET_FETCH,
                5,
                new OffsetFetch.Request(SampleRequests.GROUP, List.of(), List.of(), false))
            .errorCode());
    assertEquals(null, laneFailure.get());
  }
}
