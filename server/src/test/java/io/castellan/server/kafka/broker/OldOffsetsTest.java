package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.OffsetCommit;
import io.castellan.kafka.protocol.message.OffsetFetch;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets of the clients of 0.8, which version 0 keeps in ZooKeeper. */
class OldOffsetsTest {
  @TempDir Path dir;

  @Test
  void offsetsOfVersion0AreKeptInZooKeeper() throws Exception {
    try (GroupBroker broker = new GroupBroker(dir)) {
      createTopic(broker);
      try (WireClient client = client(broker)) {
        assertEquals(
            new Found(-1, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION), fetch(client, 0, "old", "t", 1));
        assertEquals(ErrorCode.NONE, commit(client, "old", "t", 1, 42, ""));
        assertEquals(ErrorCode.NONE, commit(client, "old", "t", 0, 7, ""));
        assertEquals(ErrorCode.NONE, commit(client, "old", "t", 1, 43, "ignored"));
        assertEquals(new Found(43, ErrorCode.NONE), fetch(client, 0, "old", "t", 1));
        assertEquals(new Found(7, ErrorCode.NONE), fetch(client, 0, "old", "t", 0));
      }
      broker.restart();
      try (WireClient client = client(broker)) {
        assertEquals(new Found(43, ErrorCode.NONE), fetch(client, 0, "old", "t", 1));
      }
    }
  }

  @Test
  void whatIsWrongIsSaidForEachPartition() throws Exception {
    try (GroupBroker broker = new GroupBroker(dir)) {
      createTopic(broker);
      try (WireClient client = client(broker)) {
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, commit(client, "old", "none", 0, 1, ""));
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, commit(client, "old", "t", 9, 1, ""));
        assertEquals(ErrorCode.INVALID_GROUP_ID, commit(client, "", "t", 0, 1, ""));
        for (String group : List.of("a/b", "..", ".", "a\u0001")) {
          assertEquals(ErrorCode.INVALID_GROUP_ID, commit(client, group, "t", 0, 1, ""));
          assertEquals(
              new Found(-1, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION), fetch(client, 0, group, "t", 0));
        }
        assertEquals(
            ErrorCode.OFFSET_METADATA_TOO_LARGE,
            commit(client, "old", "t", 0, 1, "m".repeat(5000)));
      }
    }
  }

  private record Found(long offset, ErrorCode error) {}

  private static WireClient client(GroupBroker broker) throws Exception {
    String[] parts = broker.bootstrap().split(":", 2);
    return new WireClient(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])));
  }

  private static void createTopic(GroupBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get(20, TimeUnit.SECONDS);
    }
  }

  private static ErrorCode commit(
      WireClient client, String group, String topic, int partition, long offset, String metadata)
      throws Exception {
    OffsetCommit.Request request =
        new OffsetCommit.Request(
            group,
            -1,
            "",
            null,
            -1,
            List.of(
                new OffsetCommit.Request.Topic(
                    topic,
                    Uuid.ZERO,
                    List.of(
                        new OffsetCommit.Request.Partition(partition, offset, -1, -1, metadata)))));
    return ErrorCode.forCode(
        client
            .ask(OffsetCommit.Response.class, ApiKey.OFFSET_COMMIT, 0, request)
            .topics()
            .get(0)
            .partitions()
            .get(0)
            .errorCode());
  }

  private static Found fetch(
      WireClient client, int version, String group, String topic, int partition) throws Exception {
    OffsetFetch.Request request =
        new OffsetFetch.Request(
            group,
            List.of(new OffsetFetch.Request.Topic(topic, List.of(partition))),
            List.of(),
            false);
    OffsetFetch.Response.Partition found =
        client
            .ask(OffsetFetch.Response.class, ApiKey.OFFSET_FETCH, version, request)
            .topics()
            .get(0)
            .partitions()
            .get(0);
    return new Found(found.committedOffset(), ErrorCode.forCode(found.errorCode()));
  }
}
