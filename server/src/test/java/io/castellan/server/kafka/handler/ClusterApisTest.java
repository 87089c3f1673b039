package io.castellan.server.kafka.handler;

import static io.castellan.server.kafka.handler.ClusterCalls.assigned;
import static io.castellan.server.kafka.handler.ClusterCalls.configured;
import static io.castellan.server.kafka.handler.ClusterCalls.named;
import static io.castellan.server.kafka.handler.ClusterCalls.op;
import static io.castellan.server.kafka.handler.ClusterCalls.resource;
import static io.castellan.server.kafka.handler.ClusterCalls.topic;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.AlterConfigs;
import io.castellan.kafka.protocol.message.CreatePartitions;
import io.castellan.kafka.protocol.message.CreateTopics;
import io.castellan.kafka.protocol.message.CreateTopics.Request.CreatableTopic;
import io.castellan.kafka.protocol.message.DeleteTopics;
import io.castellan.kafka.protocol.message.DescribeCluster;
import io.castellan.kafka.protocol.message.DescribeConfigs;
import io.castellan.kafka.protocol.message.FindCoordinator;
import io.castellan.kafka.protocol.message.IncrementalAlterConfigs;
import io.castellan.kafka.protocol.message.IncrementalAlterConfigs.Request.AlterableConfig;
import io.castellan.kafka.protocol.message.Metadata;
import io.castellan.server.kafka.controller.JoinedMember;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers as clients see them; the words were taken from a stock 3.9.2 broker. */
final class ClusterApisTest {
  private static final byte TOPIC = ConfigResources.TOPIC;
  private static final byte BROKER = ConfigResources.BROKER;

  private final ClusterCalls calls = new ClusterCalls();
  private JoinedMember joined;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    joined =
        new JoinedMember(
            dir,
            Map.of("offsets.topic.replication.factor", "1", "offsets.topic.num.partitions", "3"));
    ClusterApis.serve(calls.table, joined.member(), joined.config());
  }

  @AfterEach
  void stop() {
    joined.close();
    calls.close();
  }

  @Test
  void createsATopicAndShowsIt() throws Exception {
    CreateTopics.Response created = create(7, topic("t", 2, 1), false);
    var made = created.topics().get(0);
    assertEquals(ErrorCode.NONE.code(), made.errorCode());
    assertEquals(2, made.numPartitions());
    assertEquals(1, made.replicationFactor());
    assertFalse(made.topicId().isZero());
    assertTrue(
        requireNonNull(made.configs()).stream().anyMatch(c -> c.name().equals("retention.ms")));

    Metadata.Response metadata = metadata(12, List.of(named("t")), false);
    assertEquals(0, metadata.controllerId());
    assertEquals(9092, metadata.brokers().get(0).port());
    Metadata.Response.Topic shown = metadata.topics().get(0);
    assertEquals(made.topicId(), shown.topicId());
    assertEquals(2, shown.partitions().size());
    assertEquals(0, shown.partitions().get(1).leaderId());
    assertEquals(List.of(0), shown.partitions().get(1).isrNodes());
    assertEquals(List.of(), shown.partitions().get(1).offlineReplicas());
    assertEquals(1, metadata(1, null, false).topics().size());
    assertEquals(1, metadata(0, List.of(), false).topics().size());
    assertEquals(0, metadata(1, List.of(), false).topics().size());
    Metadata.Response byId =
        metadata(12, List.of(new Metadata.Request.Topic(made.topicId(), null)), false);
    assertEquals("t", byId.topics().get(0).name());
  }

  @Test
  void refusesTopicsInStocksWords() throws Exception {
    create(7, topic("t", 1, 1), false);
    create(7, topic("a.b", 1, 1), false);
    refused(ErrorCode.TOPIC_ALREADY_EXISTS, "Topic 't' already exists.", topic("t", 1, 1));
    refused(
        ErrorCode.INVALID_REPLICATION_FACTOR,
        "Replication factor: 2 larger than available brokers: 1.",
        topic("x", 1, 2));
    refused(
        ErrorCode.INVALID_REPLICATION_FACTOR,
        "Replication factor must be larger than 0.",
        topic("x", 1, 0));
    refused(
        ErrorCode.INVALID_PARTITIONS,
        "Number of partitions must be larger than 0.",
        topic("x", 0, 1));
    refused(
        ErrorCode.INVALID_TOPIC_EXCEPTION,
        "Topic name is invalid: '..' is not allowed",
        topic("..", 1, 1));
    refused(
        ErrorCode.INVALID_TOPIC_EXCEPTION,
        "Topic name is invalid: 'a b' contains one or more characters other than ASCII"
            + " alphanumerics, '.', '_' and '-'",
        topic("a b", 1, 1));
    refused(
        ErrorCode.INVALID_TOPIC_EXCEPTION,
        "Topic 'a_b' collides with existing topics: a.b",
        topic("a_b", 1, 1));
    refused(
        ErrorCode.INVALID_CONFIG,
        "Unknown topic config name: no.such",
        configured("x", "no.such", "1"));
    refused(
        ErrorCode.INVALID_CONFIG,
        "Invalid value abc for configuration retention.ms: Not a number of type LONG",
        configured("x", "retention.ms", "abc"));
    refused(
        ErrorCode.INVALID_CONFIG,
        "Null value not supported for topic configs: retention.ms",
        configured("x", "retention.ms", null));
    refused(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "partitions should be a consecutive 0-based integer sequence",
        assigned("x", Map.of(0, List.of(0), 2, List.of(0))));
    refused(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "Duplicate replica assignment found: HashMap(0 -> ArrayBuffer(0, 0))",
        assigned("x", Map.of(0, List.of(0, 0))));
    refused(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "All partitions should have the same number of replicas",
        assigned("x", Map.of(0, List.of(0), 1, List.of(0, 9))));
    CreateTopics.Response twice =
        call(
            ApiKey.CREATE_TOPICS,
            7,
            new CreateTopics.Request(List.of(topic("d", 1, 1), topic("d", 1, 1)), 5000, false));
    assertEquals(1, twice.topics().size());
    assertEquals(ErrorCode.INVALID_REQUEST.code(), twice.topics().get(0).errorCode());
    assertNull(joined.member().image().topic("x"));
  }

  @Test
  void onlyChecksWhenAskedTo() throws Exception {
    assertEquals(
        ErrorCode.NONE.code(), create(7, topic("v", 3, -1), true).topics().get(0).errorCode());
    assertEquals(1, create(7, topic("w", -1, -1), false).topics().get(0).numPartitions());
    assertNull(joined.member().image().topic("v"));
  }

  @Test
  void saysWhatIsNotReadyInTime() throws Exception {
    CreateTopics.Response response =
        call(
            ApiKey.CREATE_TOPICS,
            7,
            new CreateTopics.Request(List.of(assigned("far", Map.of(0, List.of(99)))), 300, false));
    assertEquals(ErrorCode.REQUEST_TIMED_OUT.code(), response.topics().get(0).errorCode());
  }

  @Test
  void deletesByNameAndById() throws Exception {
    create(7, topic("t", 1, 1), false);
    Uuid id = create(7, topic("u", 1, 1), false).topics().get(0).topicId();
    assertEquals(
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(),
        delete(3, "nope", Uuid.ZERO).responses().get(0).errorCode());
    assertEquals(
        ErrorCode.UNKNOWN_TOPIC_ID.code(),
        delete(6, null, new Uuid(5, 5)).responses().get(0).errorCode());
    assertEquals(ErrorCode.NONE.code(), delete(1, "t", Uuid.ZERO).responses().get(0).errorCode());
    var byId = delete(6, null, id).responses().get(0);
    assertEquals(ErrorCode.NONE.code(), byId.errorCode());
    assertEquals("u", byId.name());
    assertTrue(joined.member().image().topics().isEmpty());
    assertEquals(
        ErrorCode.NONE.code(), create(7, topic("t", 1, 1), false).topics().get(0).errorCode());
  }

  @Test
  void addsPartitions() throws Exception {
    create(7, topic("t", 2, 1), false);
    added(ErrorCode.INVALID_PARTITIONS, "Topic already has 2 partitions.", "t", 2, null);
    added(
        ErrorCode.INVALID_PARTITIONS,
        "Topic currently has 2 partitions, which is higher than the requested 1.",
        "t",
        1,
        null);
    added(
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "The topic 'nope' does not exist.", "nope", 3, null);
    added(ErrorCode.NONE, null, "t", 3, null);
    added(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "Increasing the number of partitions by 2 but 1 assignments provided.",
        "t",
        5,
        List.of(List.of(0)));
    added(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "Unknown broker(s) in replica assignment: 99.",
        "t",
        4,
        List.of(List.of(99)));
    added(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "Duplicate brokers not allowed in replica assignment: 0, 0 for partition id 3.",
        "t",
        4,
        List.of(List.of(0, 0)));
    added(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "Cannot have replication factor of 0 for partition id 3.",
        "t",
        4,
        List.of(List.of()));
    added(ErrorCode.NONE, null, "t", 4, List.of(List.of(0)));
    assertEquals(4, requireNonNull(joined.member().image().topic("t")).partitions().size());
  }

  @Test
  void createsWhatClientsAskFor() throws Exception {
    Metadata.Response.Topic first = metadata(12, List.of(named("auto")), true).topics().get(0);
    assertEquals(ErrorCode.LEADER_NOT_AVAILABLE.code(), first.errorCode());
    joined.shows(now -> now.topic("auto") != null);
    assertEquals(
        ErrorCode.NONE.code(),
        metadata(12, List.of(named("auto")), true).topics().get(0).errorCode());
    assertEquals(
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(),
        metadata(12, List.of(named("no")), false).topics().get(0).errorCode());
    assertEquals(
        ErrorCode.INVALID_TOPIC_EXCEPTION.code(),
        metadata(12, List.of(named("a b")), true).topics().get(0).errorCode());
    assertEquals(
        ErrorCode.UNKNOWN_TOPIC_ID.code(),
        metadata(12, List.of(new Metadata.Request.Topic(new Uuid(7, 7), null)), true)
            .topics()
            .get(0)
            .errorCode());
  }

  @Test
  void findsTheCoordinatorOfAGroup() throws Exception {
    FindCoordinator.Response first = coordinator(3, (byte) 0);
    assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE.code(), first.errorCode());
    assertEquals(-1, first.nodeId());
    joined.shows(now -> now.topic("__consumer_offsets") != null);
    FindCoordinator.Response found = coordinator(3, (byte) 0);
    assertEquals(ErrorCode.NONE.code(), found.errorCode());
    assertEquals("NONE", found.errorMessage());
    assertEquals(9092, found.port());
    assertEquals(9092, coordinator(4, (byte) 0).coordinators().get(0).port());
    assertEquals(
        Map.of(
            "cleanup.policy",
            "compact",
            "compression.type",
            "producer",
            "segment.bytes",
            "104857600"),
        joined.member().image().topicConfig("__consumer_offsets"));
    assertEquals(
        3, requireNonNull(joined.member().image().topic("__consumer_offsets")).partitions().size());
    assertEquals(
        ErrorCode.UNSUPPORTED_VERSION.code(),
        coordinator(6, (byte) 1).coordinators().get(0).errorCode());
    assertEquals(0, FindCoordinatorHandler.partitionOf("polygenelubricants", 50));
  }

  @Test
  void altersAndDescribesSettings() throws Exception {
    create(7, topic("t", 1, 1), false);
    altered(ErrorCode.NONE, "", op("retention.ms", 0, "1000"));
    altered(ErrorCode.NONE, "", op("cleanup.policy", 2, "compact"));
    assertEquals("delete,compact", described("t", "cleanup.policy").value());
    altered(ErrorCode.NONE, "", op("cleanup.policy", 3, "delete"));
    var policy = described("t", "cleanup.policy");
    assertEquals("compact", policy.value());
    assertEquals(1, policy.configSource());
    assertEquals(7, policy.configType());
    assertEquals(
        List.of("cleanup.policy=compact/1", "log.cleanup.policy=delete/5"),
        policy.synonyms().stream()
            .map(s -> s.name() + "=" + s.value() + "/" + s.source())
            .toList());
    altered(ErrorCode.NONE, "", op("retention.ms", 1, null));
    assertEquals("604800000", described("t", "retention.ms").value());
    altered(
        ErrorCode.INVALID_CONFIG,
        "Config value append is not allowed for config key: retention.ms",
        op("retention.ms", 2, "5"));
    altered(
        ErrorCode.INVALID_CONFIG,
        "Invalid config value for resource ConfigResource(type=TOPIC, name='t'): Invalid value x"
            + " for configuration retention.ms: Not a number of type LONG",
        op("retention.ms", 0, "x"));
    altered(ErrorCode.INVALID_CONFIG, "Unknown topic config name: zap", op("zap", 0, "1"));
    altered(
        ErrorCode.INVALID_REQUEST,
        "Error due to duplicate config keys",
        op("retention.ms", 0, "1"),
        op("retention.ms", 0, "2"));
    altered(
        ErrorCode.INVALID_REQUEST,
        "Null value not supported for : retention.ms",
        op("retention.ms", 0, null));
    AlterConfigs.Response replaced =
        call(
            ApiKey.ALTER_CONFIGS,
            1,
            new AlterConfigs.Request(
                List.of(
                    new AlterConfigs.Request.Resource(
                        TOPIC,
                        "t",
                        List.of(
                            new AlterConfigs.Request.AlterableConfig("segment.bytes", "2048")))),
                false));
    assertEquals(ErrorCode.NONE.code(), replaced.responses().get(0).errorCode());
    assertEquals(Map.of("segment.bytes", "2048"), joined.member().image().topicConfig("t"));
  }

  @Test
  void altersOnlyWhatThereIs() throws Exception {
    IncrementalAlterConfigs.Response response =
        call(
            ApiKey.INCREMENTAL_ALTER_CONFIGS,
            1,
            new IncrementalAlterConfigs.Request(
                List.of(
                    resource(TOPIC, "nope", op("retention.ms", 0, "1")),
                    resource(TOPIC, "", op("retention.ms", 0, "1")),
                    resource(BROKER, "0", op("broker.id", 0, "7")),
                    resource(BROKER, "9", op("log.retention.ms", 0, "7")),
                    resource((byte) 8, "0", op("root", 0, "WARN"))),
                false));
    assertEquals(
        List.of(
            "3 The topic 'nope' does not exist.",
            "42 Default topic resources are not allowed.",
            "42 Cannot update these configs dynamically: Set(broker.id)",
            "42 Unexpected broker id, expected 0 or empty string, but received 9",
            "42 Unsupported resource type: BROKER_LOGGER"),
        response.responses().stream().map(r -> r.errorCode() + " " + r.errorMessage()).toList());
  }

  @Test
  void describesTheBrokerAndTheCluster() throws Exception {
    DescribeConfigs.Response response =
        call(
            ApiKey.DESCRIBE_CONFIGS,
            4,
            new DescribeConfigs.Request(
                List.of(
                    new DescribeConfigs.Request.Resource(BROKER, "0", null),
                    new DescribeConfigs.Request.Resource(TOPIC, "nope", null)),
                true,
                true));
    var all = response.results().get(0).configs();
    var offsets =
        all.stream()
            .filter(c -> c.name().equals("offsets.topic.num.partitions"))
            .findFirst()
            .orElseThrow();
    assertEquals("3", offsets.value());
    assertEquals(4, offsets.configSource());
    assertTrue(offsets.readOnly());
    assertEquals(
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(), response.results().get(1).errorCode());
    DescribeCluster.Response cluster =
        call(ApiKey.DESCRIBE_CLUSTER, 2, new DescribeCluster.Request(true, (byte) 1, false));
    assertEquals(joined.member().image().clusterId(), cluster.clusterId());
    assertEquals(0b1111110100000, cluster.clusterAuthorizedOperations());
    assertEquals("127.0.0.1", cluster.brokers().get(0).host());
    DescribeCluster.Response wrong =
        call(ApiKey.DESCRIBE_CLUSTER, 1, new DescribeCluster.Request(true, (byte) 2, false));
    assertEquals(ErrorCode.MISMATCHED_ENDPOINT_TYPE.code(), wrong.errorCode());
  }

  @Test
  void answersInEveryVersion() throws Exception {
    Uuid id = create(7, topic("t", 1, 1), false).topics().get(0).topicId();
    create(7, topic("__consumer_offsets", 1, 1), false);
    for (int v = 0; v <= ApiKey.METADATA.maxVersion(); v++) {
      assertEquals(2, metadata(v, v == 0 ? List.of() : null, true).topics().size());
      assertEquals(
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(),
          metadata(v, List.of(named("no")), false).topics().get(0).errorCode());
    }
    Metadata.Request.Topic byId = new Metadata.Request.Topic(id, null);
    for (int v = 10; v <= ApiKey.METADATA.maxVersion(); v++) {
      assertEquals(
          v < 12 ? ErrorCode.INVALID_REQUEST.code() : ErrorCode.NONE.code(),
          metadata(v, List.of(byId), false).topics().get(0).errorCode());
    }
    for (int v = 0; v <= ApiKey.CREATE_TOPICS.maxVersion(); v++) {
      assertEquals(
          ErrorCode.NONE.code(),
          create(v, topic("v" + v, 1, 1), false).topics().get(0).errorCode());
      assertEquals(
          ErrorCode.TOPIC_ALREADY_EXISTS.code(),
          create(v, topic("t", 1, 1), false).topics().get(0).errorCode());
    }
    for (int v = 0; v <= ApiKey.DELETE_TOPICS.maxVersion(); v++) {
      assertEquals(
          ErrorCode.NONE.code(), delete(v, "v" + v, Uuid.ZERO).responses().get(0).errorCode());
    }
    for (int v = 0; v <= ApiKey.FIND_COORDINATOR.maxVersion(); v++) {
      FindCoordinator.Response found = coordinator(v, (byte) 0);
      assertEquals(9092, v < 4 ? found.port() : found.coordinators().get(0).port());
    }
    for (int v = 0; v <= ApiKey.DESCRIBE_CONFIGS.maxVersion(); v++) {
      DescribeConfigs.Response described =
          call(
              ApiKey.DESCRIBE_CONFIGS,
              v,
              new DescribeConfigs.Request(
                  List.of(
                      new DescribeConfigs.Request.Resource(TOPIC, "t", null),
                      new DescribeConfigs.Request.Resource(BROKER, "0", null),
                      new DescribeConfigs.Request.Resource(BROKER, "", null)),
                  v > 0,
                  v > 2));
      var first = described.results().get(0).configs().get(0);
      assertEquals(v == 0, first.isDefault());
      assertEquals(v > 0, !first.synonyms().isEmpty());
    }
    for (int v = 0; v <= ApiKey.DESCRIBE_CLUSTER.maxVersion(); v++) {
      DescribeCluster.Response cluster =
          call(ApiKey.DESCRIBE_CLUSTER, v, new DescribeCluster.Request(false, (byte) 1, false));
      assertEquals(1, cluster.brokers().size());
    }
  }

  private void refused(ErrorCode error, String message, CreatableTopic topic) throws Exception {
    var outcome = create(7, topic, false).topics().get(0);
    assertEquals(message, outcome.errorMessage());
    assertEquals(error.code(), outcome.errorCode());
  }

  private void added(
      ErrorCode error,
      @Nullable String message,
      String topic,
      int count,
      @Nullable List<List<Integer>> replicas)
      throws Exception {
    CreatePartitions.Response response =
        call(
            ApiKey.CREATE_PARTITIONS,
            3,
            new CreatePartitions.Request(
                List.of(
                    new CreatePartitions.Request.Topic(
                        topic,
                        count,
                        replicas == null
                            ? null
                            : replicas.stream()
                                .map(CreatePartitions.Request.Assignment::new)
                                .toList())),
                5000,
                false));
    assertEquals(message, response.results().get(0).errorMessage());
    assertEquals(error.code(), response.results().get(0).errorCode());
  }

  private void altered(ErrorCode error, String message, AlterableConfig... ops) throws Exception {
    IncrementalAlterConfigs.Response response =
        call(
            ApiKey.INCREMENTAL_ALTER_CONFIGS,
            1,
            new IncrementalAlterConfigs.Request(List.of(resource(TOPIC, "t", ops)), false));
    var outcome = response.responses().get(0);
    assertEquals(message, outcome.errorMessage() == null ? "" : outcome.errorMessage());
    assertEquals(error.code(), outcome.errorCode());
  }

  private DescribeConfigs.Response.ResourceResult described(String topic, String key)
      throws Exception {
    DescribeConfigs.Response response =
        call(
            ApiKey.DESCRIBE_CONFIGS,
            4,
            new DescribeConfigs.Request(
                List.of(new DescribeConfigs.Request.Resource(TOPIC, topic, List.of(key))),
                true,
                false));
    return response.results().get(0).configs().get(0);
  }

  private CreateTopics.Response create(int version, CreatableTopic topic, boolean validateOnly)
      throws Exception {
    return call(
        ApiKey.CREATE_TOPICS,
        version,
        new CreateTopics.Request(List.of(topic), 5000, validateOnly));
  }

  private DeleteTopics.Response delete(int version, @Nullable String name, Uuid id)
      throws Exception {
    return call(
        ApiKey.DELETE_TOPICS,
        version,
        version < 6
            ? new DeleteTopics.Request(List.of(), List.of(requireNonNull(name)), 5000)
            : new DeleteTopics.Request(
                List.of(new DeleteTopics.Request.DeleteTopicState(name, id)), List.of(), 5000));
  }

  private Metadata.Response metadata(
      int version, @Nullable List<Metadata.Request.Topic> topics, boolean autoCreate)
      throws Exception {
    return call(ApiKey.METADATA, version, new Metadata.Request(topics, autoCreate, false, false));
  }

  private FindCoordinator.Response coordinator(int version, byte keyType) throws Exception {
    return call(
        ApiKey.FIND_COORDINATOR, version, new FindCoordinator.Request("g", keyType, List.of("g")));
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // the response's type follows from the API
  private <R extends Record> R call(ApiKey api, int version, Record request) throws Exception {
    return calls.call(api, version, request);
  }
}
