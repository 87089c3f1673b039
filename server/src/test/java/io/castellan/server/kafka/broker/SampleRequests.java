package io.castellan.server.kafka.broker;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.AlterConfigs;
import io.castellan.kafka.protocol.message.AlterReplicaLogDirs;
import io.castellan.kafka.protocol.message.ApiVersions;
import io.castellan.kafka.protocol.message.CreatePartitions;
import io.castellan.kafka.protocol.message.CreateTopics;
import io.castellan.kafka.protocol.message.DeleteGroups;
import io.castellan.kafka.protocol.message.DeleteRecords;
import io.castellan.kafka.protocol.message.DeleteTopics;
import io.castellan.kafka.protocol.message.DescribeCluster;
import io.castellan.kafka.protocol.message.DescribeConfigs;
import io.castellan.kafka.protocol.message.DescribeGroups;
import io.castellan.kafka.protocol.message.DescribeLogDirs;
import io.castellan.kafka.protocol.message.DescribeProducers;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.kafka.protocol.message.FindCoordinator;
import io.castellan.kafka.protocol.message.Heartbeat;
import io.castellan.kafka.protocol.message.IncrementalAlterConfigs;
import io.castellan.kafka.protocol.message.InitProducerId;
import io.castellan.kafka.protocol.message.JoinGroup;
import io.castellan.kafka.protocol.message.LeaveGroup;
import io.castellan.kafka.protocol.message.ListGroups;
import io.castellan.kafka.protocol.message.ListOffsets;
import io.castellan.kafka.protocol.message.Metadata;
import io.castellan.kafka.protocol.message.OffsetCommit;
import io.castellan.kafka.protocol.message.OffsetDelete;
import io.castellan.kafka.protocol.message.OffsetFetch;
import io.castellan.kafka.protocol.message.OffsetForLeaderEpoch;
import io.castellan.kafka.protocol.message.Produce;
import io.castellan.kafka.protocol.message.SyncGroup;
import io.castellan.kafka.protocol.message.WriteTxnMarkers;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests of every API, sensible ones and such as provoke each kind of refusal.
 *
 * @param topicId of the topic {@link #TOPIC}, which has two partitions with records
 */
record SampleRequests(Uuid topicId) {
  static final String TOPIC = "known";
  static final String GROUP = "group";

  private static final String UNKNOWN = "unknown";
  private static final Uuid UNKNOWN_ID = new Uuid(1, 1);
  private static final byte OF_TOPIC = 2;
  private static final byte OF_BROKER = 4;

  /** The requests to send at a version; empty when this class knows nothing of the API. */
  List<? extends Record> of(ApiKey api, int version) {
    return switch (api.displayName()) {
      case "ApiVersions" ->
          List.of(
              new ApiVersions.Request("test", "1.0", null, -1),
              new ApiVersions.Request("-", "", null, -1),
              new ApiVersions.Request("test", "1.0", "another cluster", 77));
      case "Metadata" -> metadata(version);
      case "Produce" -> produce(version);
      case "Fetch" -> fetch(version);
      case "ListOffsets" -> listOffsets();
      case "OffsetForLeaderEpoch" -> offsetForLeaderEpoch();
      case "DeleteRecords" -> deleteRecords();
      case "DescribeProducers" -> describeProducers();
      case "WriteTxnMarkers" -> writeTxnMarkers();
      case "CreateTopics" -> createTopics(version);
      case "DeleteTopics" -> deleteTopics(version);
      case "CreatePartitions" -> createPartitions();
      case "DescribeConfigs" -> describeConfigs();
      case "AlterConfigs" -> alterConfigs();
      case "IncrementalAlterConfigs" -> incrementalAlterConfigs();
      case "DescribeCluster" ->
          Stream.of(0, 1, 2, 3)
              .map(type -> new DescribeCluster.Request(true, type.byteValue(), true))
              .toList();
      case "AlterReplicaLogDirs" ->
          List.of(
              new AlterReplicaLogDirs.Request(List.of()),
              new AlterReplicaLogDirs.Request(
                  List.of(
                      new AlterReplicaLogDirs.Request.AlterReplicaLogDir(
                          "/nowhere",
                          List.of(
                              new AlterReplicaLogDirs.Request.AlterReplicaLogDirTopic(
                                  TOPIC, List.of(0, 9)))))));
      case "DescribeLogDirs" ->
          List.of(
              new DescribeLogDirs.Request(null),
              new DescribeLogDirs.Request(List.of()),
              new DescribeLogDirs.Request(
                  List.of(
                      new DescribeLogDirs.Request.DescribableLogDirTopic(TOPIC, List.of(0, 9)),
                      new DescribeLogDirs.Request.DescribableLogDirTopic(UNKNOWN, List.of(0)))));
      case "InitProducerId" ->
          List.of(
              new InitProducerId.Request(null, 1000, -1, (short) -1),
              new InitProducerId.Request("", 1000, -1, (short) -1),
              new InitProducerId.Request("transaction", 1000, -1, (short) -1));
      case "FindCoordinator" ->
          Stream.of(0, 1, 2, 9)
              .map(type -> new FindCoordinator.Request(GROUP, type.byteValue(), List.of(GROUP, "")))
              .toList();
      case "JoinGroup" -> joinGroup();
      case "SyncGroup" ->
          List.of(
              sync(GROUP, 1, null),
              sync("", 1, null),
              sync(UNKNOWN, 1, "instance"),
              sync(GROUP, -1, "i"));
      case "Heartbeat" ->
          List.of(
              new Heartbeat.Request(GROUP, 1, "member", null),
              new Heartbeat.Request(UNKNOWN, 1, "member", "instance"),
              new Heartbeat.Request("", -1, "", null));
      case "LeaveGroup" ->
          List.of(
              new LeaveGroup.Request(GROUP, "member", leaving("member", null)),
              new LeaveGroup.Request(UNKNOWN, "member", leaving("", "instance")),
              new LeaveGroup.Request("", "", leaving("member", null)),
              new LeaveGroup.Request(GROUP, "", List.of()));
      case "OffsetCommit" ->
          List.of(commit(GROUP, -1), commit(GROUP, 7), commit(UNKNOWN, 7), commit("", -1));
      case "OffsetFetch" -> offsetFetch(version);
      case "ListGroups" ->
          List.of(
              new ListGroups.Request(List.of(), List.of()),
              new ListGroups.Request(List.of("Stable", "nonsense"), List.of("consumer")));
      case "DescribeGroups" ->
          List.of(
              new DescribeGroups.Request(List.of(), false),
              new DescribeGroups.Request(List.of(GROUP, UNKNOWN, ""), true));
      case "DeleteGroups" ->
          List.of(
              new DeleteGroups.Request(List.of()),
              new DeleteGroups.Request(List.of("group-to-delete", UNKNOWN, "")));
      case "OffsetDelete" -> List.of(offsetDelete(GROUP), offsetDelete(UNKNOWN));
      default -> List.of();
    };
  }

  private static OffsetDelete.Request offsetDelete(String groupId) {
    return new OffsetDelete.Request(
        groupId,
        List.of(
            new OffsetDelete.Request.Topic(TOPIC, List.of(new OffsetDelete.Request.Partition(0))),
            new OffsetDelete.Request.Topic(
                UNKNOWN, List.of(new OffsetDelete.Request.Partition(0)))));
  }

  private List<Metadata.Request> metadata(int version) {
    return Stream.of(
            null,
            List.<Metadata.Request.Topic>of(),
            List.of(named(TOPIC), named(UNKNOWN), named("bad name"), named("")),
            version < 10
                ? List.of(named(TOPIC))
                : List.of(
                    new Metadata.Request.Topic(topicId, null),
                    new Metadata.Request.Topic(UNKNOWN_ID, null),
                    new Metadata.Request.Topic(UNKNOWN_ID, TOPIC)))
        .map(topics -> new Metadata.Request(topics, false, true, true))
        .toList();
  }

  private static Metadata.Request.Topic named(String name) {
    return new Metadata.Request.Topic(Uuid.ZERO, name);
  }

  private List<Produce.Request> produce(int version) {
    return List.of(
        produce(1, TOPIC, topicId, 0, batch(version)),
        produce(-1, TOPIC, topicId, 1, batch(version)),
        produce(1, TOPIC, topicId, 99, batch(version)),
        produce(1, UNKNOWN, UNKNOWN_ID, 0, batch(version)),
        produce(5, TOPIC, topicId, 0, batch(version)),
        produce(1, TOPIC, topicId, 0, garbage(70)),
        produce(1, TOPIC, topicId, 0, garbage(3)),
        produce(1, TOPIC, topicId, 0, RecordsPayload.of(Unpooled.buffer(1))),
        produce(1, TOPIC, topicId, 0, null),
        produce(1, "__consumer_offsets", Uuid.ZERO, 0, batch(version)),
        new Produce.Request(null, (short) 1, 1000, List.of()));
  }

  private static Produce.Request produce(
      int acks, String topic, Uuid id, int partition, @Nullable RecordsPayload records) {
    return new Produce.Request(
        null,
        (short) acks,
        1000,
        List.of(
            new Produce.Request.TopicProduceData(
                topic, id, List.of(new Produce.Request.PartitionProduceData(partition, records)))));
  }

  static RecordsPayload batch(int version) {
    ByteBuf bytes = Unpooled.buffer();
    new RecordBatchBuilder(bytes)
        .append(1_000L + version, null, "value".getBytes(StandardCharsets.UTF_8))
        .finish();
    return RecordsPayload.of(bytes);
  }

  private static RecordsPayload garbage(int size) {
    ByteBuf bytes = Unpooled.buffer().writeZero(size);
    if (size > 16) {
      bytes.setByte(16, 2);
    }
    return RecordsPayload.of(bytes);
  }

  private List<Fetch.Request> fetch(int version) {
    return Stream.of(
            fetch(TOPIC, topicId, 0, 0, -1, -1, 0),
            fetch(TOPIC, topicId, 0, 0, -1, -1, 1),
            fetch(TOPIC, topicId, 1, 1_000_000, -1, -1, 1),
            fetch(TOPIC, topicId, 1, -1, -1, -1, 0),
            fetch(TOPIC, topicId, 99, 0, -1, -1, 0),
            fetch(UNKNOWN, UNKNOWN_ID, 0, 0, -1, -1, 1),
            fetch(TOPIC, topicId, 0, 0, 99, -1, 0),
            fetch(TOPIC, topicId, 0, 0, 0, version < 12 ? -1 : 0, 0),
            fetch(TOPIC, topicId, 0, 1_000_000, -1, version < 12 ? -1 : 0, 0),
            fetch(0, -1, List.of()),
            fetch(version < 7 ? 0 : 12345, 3, List.of()))
        .toList();
  }

  private static Fetch.Request fetch(
      String topic, Uuid id, int partition, long offset, int epoch, int lastEpoch, int isolation) {
    return fetch(
        0,
        -1,
        (byte) isolation,
        List.of(
            new Fetch.Request.Topic(
                topic,
                id,
                List.of(
                    new Fetch.Request.Partition(
                        partition,
                        epoch,
                        offset,
                        lastEpoch,
                        -1,
                        1 << 20,
                        Uuid.ZERO,
                        Long.MAX_VALUE)))));
  }

  private static Fetch.Request fetch(
      int sessionId, int sessionEpoch, List<Fetch.Request.Topic> topics) {
    return fetch(sessionId, sessionEpoch, (byte) 0, topics);
  }

  private static Fetch.Request fetch(
      int sessionId, int sessionEpoch, byte isolation, List<Fetch.Request.Topic> topics) {
    return new Fetch.Request(
        null,
        -1,
        new Fetch.Request.ReplicaState(-1, -1),
        10,
        1,
        1 << 20,
        isolation,
        sessionId,
        sessionEpoch,
        topics,
        List.of(),
        "");
  }

  private static List<ListOffsets.Request> listOffsets() {
    return Stream.of(-1L, -2L, -3L, -4L, -5L, -6L, -7L, 0L, Long.MAX_VALUE)
        .map(
            time ->
                new ListOffsets.Request(
                    -1,
                    (byte) 1,
                    List.of(
                        offsets(TOPIC, time, 0, -1),
                        offsets(TOPIC, time, 0, 99),
                        offsets(TOPIC, time, 99, -1),
                        offsets(UNKNOWN, time, 0, -1)),
                    1000))
        .toList();
  }

  private static ListOffsets.Request.Topic offsets(
      String topic, long timestamp, int partition, int epoch) {
    return new ListOffsets.Request.Topic(
        topic, List.of(new ListOffsets.Request.Partition(partition, epoch, timestamp, 3)));
  }

  private static List<OffsetForLeaderEpoch.Request> offsetForLeaderEpoch() {
    return List.of(
        new OffsetForLeaderEpoch.Request(-1, List.of()),
        new OffsetForLeaderEpoch.Request(
            -1,
            List.of(
                epochs(TOPIC, 0, -1, 0),
                epochs(TOPIC, 1, 0, 99),
                epochs(TOPIC, 1, 99, 0),
                epochs(TOPIC, 99, -1, 0),
                epochs(UNKNOWN, 0, -1, 0))));
  }

  private static OffsetForLeaderEpoch.Request.OffsetForLeaderTopic epochs(
      String topic, int partition, int currentEpoch, int epoch) {
    return new OffsetForLeaderEpoch.Request.OffsetForLeaderTopic(
        topic,
        List.of(
            new OffsetForLeaderEpoch.Request.OffsetForLeaderPartition(
                partition, currentEpoch, epoch)));
  }

  private static List<DescribeProducers.Request> describeProducers() {
    return List.of(
        new DescribeProducers.Request(List.of()),
        new DescribeProducers.Request(
            List.of(
                new DescribeProducers.Request.TopicRequest(TOPIC, List.of(0, 1, 99)),
                new DescribeProducers.Request.TopicRequest(UNKNOWN, List.of(0)))));
  }

  private static List<WriteTxnMarkers.Request> writeTxnMarkers() {
    return List.of(
        new WriteTxnMarkers.Request(List.of()),
        new WriteTxnMarkers.Request(
            List.of(
                new WriteTxnMarkers.Request.WritableTxnMarker(
                    4242,
                    (short) 0,
                    true,
                    List.of(
                        new WriteTxnMarkers.Request.WritableTxnMarkerTopic(TOPIC, List.of(0, 99)),
                        new WriteTxnMarkers.Request.WritableTxnMarkerTopic(UNKNOWN, List.of(0))),
                    0,
                    (byte) 0))));
  }

  private static List<DeleteRecords.Request> deleteRecords() {
    return List.of(
        new DeleteRecords.Request(List.of(), 1000),
        new DeleteRecords.Request(
            List.of(
                new DeleteRecords.Request.Topic(
                    TOPIC,
                    List.of(
                        new DeleteRecords.Request.Partition(0, 0),
                        new DeleteRecords.Request.Partition(1, 1_000_000),
                        new DeleteRecords.Request.Partition(99, 0))),
                new DeleteRecords.Request.Topic(
                    UNKNOWN, List.of(new DeleteRecords.Request.Partition(0, -1)))),
            1000));
  }

  private static List<CreateTopics.Request> createTopics(int version) {
    String fresh = "created-" + version;
    return List.of(
        new CreateTopics.Request(List.of(), 1000, false),
        new CreateTopics.Request(List.of(topic(fresh, 1, 1, "retention.ms", "1")), 1000, true),
        new CreateTopics.Request(
            List.of(
                topic(fresh, 1, 1, "retention.ms", "1"),
                topic(TOPIC, 1, 1, "retention.ms", "1"),
                topic("bad name", 1, 1, "retention.ms", "1"),
                topic("x1", 0, 1, "retention.ms", "1"),
                topic("x2", 1, 3, "retention.ms", "1"),
                topic("x3", 1, 1, "retention.ms", "nonsense"),
                topic("x4", 1, 1, "no.such", "1"),
                new CreateTopics.Request.CreatableTopic(
                    "x5",
                    -1,
                    (short) -1,
                    List.of(new CreateTopics.Request.CreatableReplicaAssignment(0, List.of(77))),
                    List.of())),
            10_000,
            false));
  }

  private static CreateTopics.Request.CreatableTopic topic(
      String name, int partitions, int replicas, String key, String value) {
    return new CreateTopics.Request.CreatableTopic(
        name,
        partitions,
        (short) replicas,
        List.of(),
        List.of(new CreateTopics.Request.CreatableTopicConfig(key, value)));
  }

  private static List<DeleteTopics.Request> deleteTopics(int version) {
    return List.of(
        new DeleteTopics.Request(List.of(), List.of(), 1000),
        new DeleteTopics.Request(
            version < 6
                ? List.of()
                : List.of(
                    new DeleteTopics.Request.DeleteTopicState("gone-" + version, Uuid.ZERO),
                    new DeleteTopics.Request.DeleteTopicState(UNKNOWN, Uuid.ZERO),
                    new DeleteTopics.Request.DeleteTopicState(null, UNKNOWN_ID)),
            List.of("gone-" + version, UNKNOWN),
            10_000));
  }

  private static List<CreatePartitions.Request> createPartitions() {
    return List.of(
        new CreatePartitions.Request(List.of(), 1000, false),
        new CreatePartitions.Request(
            List.of(
                new CreatePartitions.Request.Topic(TOPIC, 1, null),
                new CreatePartitions.Request.Topic(UNKNOWN, 3, null)),
            1000,
            false),
        new CreatePartitions.Request(
            List.of(
                new CreatePartitions.Request.Topic(
                    TOPIC, 3, List.of(new CreatePartitions.Request.Assignment(List.of(77))))),
            1000,
            false),
        new CreatePartitions.Request(
            List.of(new CreatePartitions.Request.Topic(TOPIC, 3, null)), 1000, true));
  }

  private static List<DescribeConfigs.Request> describeConfigs() {
    return Stream.of(true, false)
        .map(
            detailed ->
                new DescribeConfigs.Request(
                    List.of(
                        described(OF_TOPIC, TOPIC, null),
                        described(OF_TOPIC, TOPIC, List.of("retention.ms", "no.such")),
                        described(OF_TOPIC, UNKNOWN, null),
                        described(OF_TOPIC, "bad name", null),
                        described(OF_BROKER, "0", null),
                        described(OF_BROKER, "", null),
                        described(OF_BROKER, "77", null),
                        described(OF_BROKER, "nonsense", null),
                        described((byte) 8, "0", null),
                        described((byte) 99, "x", null)),
                    detailed,
                    detailed))
        .toList();
  }

  private static DescribeConfigs.Request.Resource described(
      byte type, String name, @Nullable List<String> keys) {
    return new DescribeConfigs.Request.Resource(type, name, keys);
  }

  private static List<AlterConfigs.Request> alterConfigs() {
    return List.of(
        new AlterConfigs.Request(List.of(), false),
        new AlterConfigs.Request(
            List.of(
                altered(OF_TOPIC, TOPIC, "retention.ms", "100000"),
                altered(OF_TOPIC, UNKNOWN, "retention.ms", "100000"),
                altered(OF_TOPIC, "bad name", "retention.ms", null),
                altered(OF_BROKER, "0", "no.such", "1"),
                altered((byte) 99, "x", "y", "z")),
            true));
  }

  private static AlterConfigs.Request.Resource altered(
      byte type, String name, String key, @Nullable String value) {
    return new AlterConfigs.Request.Resource(
        type, name, List.of(new AlterConfigs.Request.AlterableConfig(key, value)));
  }

  private static List<IncrementalAlterConfigs.Request> incrementalAlterConfigs() {
    return List.of(
        new IncrementalAlterConfigs.Request(List.of(), false),
        new IncrementalAlterConfigs.Request(
            List.of(
                changed(OF_TOPIC, TOPIC, "retention.ms", 0, "100000"),
                changed(OF_TOPIC, UNKNOWN, "retention.ms", 1, null),
                changed(OF_TOPIC, "bad name", "retention.ms", 2, "x"),
                changed(OF_TOPIC, "known-too", "retention.ms", 9, "x"),
                changed(OF_BROKER, "0", "no.such", 0, "1"),
                changed((byte) 99, "x", "y", 0, "z")),
            true));
  }

  private static IncrementalAlterConfigs.Request.AlterConfigsResource changed(
      byte type, String name, String key, int operation, @Nullable String value) {
    return new IncrementalAlterConfigs.Request.AlterConfigsResource(
        type,
        name,
        List.of(new IncrementalAlterConfigs.Request.AlterableConfig(key, (byte) operation, value)));
  }

  private static List<JoinGroup.Request> joinGroup() {
    return List.of(
        join("", 10_000, "", "consumer"),
        join(GROUP, 1, "", "consumer"),
        join(GROUP, 10_000, "stranger", "consumer"),
        join(GROUP, 10_000, "", ""),
        new JoinGroup.Request(
            GROUP, 10_000, 10_000, "x", "instance", "consumer", List.of(), "why"));
  }

  static JoinGroup.Request join(String group, int sessionMs, String member, String type) {
    return new JoinGroup.Request(
        group,
        sessionMs,
        10_000,
        member,
        null,
        type,
        List.of(new JoinGroup.Request.Protocol("range", Bytes.wrap(new byte[] {0, 1}))),
        null);
  }

  private static SyncGroup.Request sync(String group, int generation, @Nullable String instance) {
    return new SyncGroup.Request(
        group, generation, "member", instance, "consumer", "range", List.of());
  }

  private static List<LeaveGroup.Request.MemberIdentity> leaving(
      String member, @Nullable String instance) {
    return List.of(new LeaveGroup.Request.MemberIdentity(member, instance, "why"));
  }

  OffsetCommit.Request commit(String group, int generation) {
    return commit(group, generation, generation < 0 ? "" : "member");
  }

  OffsetCommit.Request commit(String group, int generation, String member) {
    return new OffsetCommit.Request(
        group,
        generation,
        member,
        null,
        -1,
        List.of(
            new OffsetCommit.Request.Topic(
                TOPIC,
                topicId,
                List.of(
                    new OffsetCommit.Request.Partition(0, 1, -1, -1, "note"),
                    new OffsetCommit.Request.Partition(1, 2, -1, -1, null),
                    new OffsetCommit.Request.Partition(1, 2, -1, -1, "x".repeat(5000)),
                    new OffsetCommit.Request.Partition(99, 2, -1, -1, ""))),
            new OffsetCommit.Request.Topic(
                UNKNOWN,
                UNKNOWN_ID,
                List.of(new OffsetCommit.Request.Partition(0, 1, -1, -1, "")))));
  }

  List<OffsetFetch.Request> offsetFetch(int version) {
    List<OffsetFetch.Request.Topics> topics =
        List.of(
            new OffsetFetch.Request.Topics(TOPIC, topicId, List.of(0, 1, 99)),
            new OffsetFetch.Request.Topics(UNKNOWN, UNKNOWN_ID, List.of(0)));
    List<OffsetFetch.Request.Topic> named =
        List.of(
            new OffsetFetch.Request.Topic(TOPIC, List.of(0, 1, 99)),
            new OffsetFetch.Request.Topic(UNKNOWN, List.of(0)));
    OffsetFetch.Request several =
        new OffsetFetch.Request(
            GROUP,
            version < 2 ? List.of() : null,
            List.of(group(GROUP, null), group(UNKNOWN, null), group("", List.of())),
            true);
    return List.of(
        several,
        new OffsetFetch.Request(GROUP, named, List.of(group(GROUP, topics)), false),
        new OffsetFetch.Request(UNKNOWN, named, List.of(group(UNKNOWN, topics)), false),
        new OffsetFetch.Request("", named, List.of(), false));
  }

  private static OffsetFetch.Request.Group group(
      String id, @Nullable List<OffsetFetch.Request.Topics> topics) {
    return new OffsetFetch.Request.Group(id, null, -1, topics);
  }
}
