package io.castellan.server.kafka.znodes;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The lines here were written by stock 3.9.2 brokers, or by the older releases named. */
final class ZnodesTest {
  private static final ZnodeFormat V39 = ZnodeFormat.LATEST;

  @Test
  void writesARegistrationAsStockDoes() {
    String stock =
        "{\"features\":{},\"listener_security_protocol_map\":{\"PLAINTEXT\":\"PLAINTEXT\"},"
            + "\"endpoints\":[\"PLAINTEXT://127.0.0.1:9092\"],\"rack\":\"r1\",\"jmx_port\":-1,"
            + "\"port\":9092,\"host\":\"127.0.0.1\",\"version\":5,\"timestamp\":\"1795206168179\"}";
    BrokerZnode broker = BrokerZnode.read(1, bytes(stock));
    assertEquals("r1", broker.rack());
    assertEquals(
        List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "127.0.0.1", 9092)),
        broker.endpoints());
    assertEquals(stock, text(broker.write(V39)));
    assertEquals(
        stock.replace("\"features\":{},", "").replace("\"version\":5", "\"version\":4"),
        text(broker.write(ZnodeFormat.of("2.6"))));
  }

  @Test
  void registersWithoutAHostWhenNoListenerIsPlaintext() {
    BrokerZnode broker =
        new BrokerZnode(
            List.of(new BrokerEndpoint("INTERNAL", "SASL_SSL", "::1", 9093)),
            null,
            9999,
            5,
            Map.of());
    assertEquals(
        "{\"features\":{},\"listener_security_protocol_map\":{\"INTERNAL\":\"SASL_SSL\"},"
            + "\"endpoints\":[\"INTERNAL://[::1]:9093\"],\"jmx_port\":9999,\"port\":-1,"
            + "\"host\":null,\"version\":5,\"timestamp\":\"5\"}",
        text(broker.write(V39)));
    assertEquals(broker, BrokerZnode.read(1, broker.write(V39)));
  }

  @Test
  void readsRegistrationsOfEveryVersion() {
    BrokerZnode v1 =
        BrokerZnode.read(
            1,
            bytes(
                "{\"version\":1,\"host\":\"h\",\"port\":9092,\"jmx_port\":-1,"
                    + "\"timestamp\":\"2233345666\"}"));
    assertEquals(List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "h", 9092)), v1.endpoints());
    BrokerZnode v2 =
        BrokerZnode.read(
            1,
            bytes(
                "{\"version\":2,\"host\":\"h\",\"port\":9092,\"jmx_port\":9999,"
                    + "\"timestamp\":\"2233345666\",\"endpoints\":[\"PLAINTEXT://h:9092\","
                    + "\"SSL://h:9093\"]}"));
    assertEquals(new BrokerEndpoint("SSL", "SSL", "h", 9093), v2.endpoints().get(1));
    BrokerZnode later =
        BrokerZnode.read(
            1,
            bytes(
                "{\"version\":7,\"endpoints\":[\"A://h:1\"],\"novelty\":{\"x\":[1,{}]},"
                    + "\"features\":{\"f\":{\"min_version\":1,\"max_version\":3}}}"));
    assertEquals(Map.of("f", new BrokerZnode.Levels(1, 3)), later.features());
    assertThrows(ZnodeFormatException.class, () -> BrokerZnode.read(1, bytes("{\"version\":0}")));
  }

  @Test
  void writesATopicAsStockDoes() {
    String stock =
        "{\"partitions\":{\"0\":[1,2],\"1\":[2,1]},\"topic_id\":\"XUo1m4xNSOWSw1kmZuIfKw\","
            + "\"adding_replicas\":{},\"removing_replicas\":{},\"version\":3}";
    TopicZnode topic = TopicZnode.read("t", bytes(stock));
    assertEquals(Uuid.parse("XUo1m4xNSOWSw1kmZuIfKw"), topic.topicId());
    assertEquals(List.of(2, 1), requireNonNull(topic.partitions().get(1)).replicas());
    assertEquals(stock, text(topic.write(V39)));
    assertEquals(
        stock.replace("\"topic_id\":\"XUo1m4xNSOWSw1kmZuIfKw\",", ""),
        text(topic.write(ZnodeFormat.of("2.7-IV2"))));
  }

  @Test
  void readsTopicsOfOldToolsAndReassignments() {
    TopicZnode v1 =
        TopicZnode.read("t", bytes("{\"version\":1,\"partitions\":{\"1\":[0],\"0\":[0]}}"));
    assertNull(v1.topicId());
    assertEquals(List.of(0, 1), List.copyOf(v1.partitions().keySet()));
    assertFalse(requireNonNull(v1.partitions().get(0)).isBeingReassigned());
    String moving =
        "{\"partitions\":{\"0\":[3,1,2]},\"adding_replicas\":{\"0\":[3]},"
            + "\"removing_replicas\":{\"0\":[2]},\"version\":3}";
    TopicZnode v3 = TopicZnode.read("t", bytes(moving));
    assertEquals(
        new TopicZnode.Assignment(List.of(3, 1, 2), List.of(3), List.of(2)),
        v3.partitions().get(0));
    assertEquals(moving, text(v3.write(V39)));
  }

  @Test
  void writesAPartitionsStateAsStockDoes() {
    String stock =
        "{\"controller_epoch\":1,\"leader\":2,\"version\":1,\"leader_epoch\":0,\"isr\":[2,1]}";
    PartitionStateZnode state = PartitionStateZnode.read("t", 0, bytes(stock));
    assertEquals(new PartitionStateZnode(1, 2, 0, List.of(2, 1), false), state);
    assertEquals(stock, text(state.write(V39)));
    assertEquals("/brokers/topics/t/partitions/3/state", PartitionStateZnode.path("t", 3));
    PartitionStateZnode recovering = new PartitionStateZnode(1, 2, 5, List.of(2), true);
    assertEquals(recovering, PartitionStateZnode.read("t", 0, recovering.write(V39)));
    assertFalse(
        PartitionStateZnode.read("t", 0, recovering.write(ZnodeFormat.of("3.1"))).recovering());
  }

  @Test
  void writesTheControllerAndItsEpochAsStockDoes() {
    assertEquals(
        "{\"version\":2,\"brokerid\":1,\"timestamp\":\"1795206168520\","
            + "\"kraftControllerEpoch\":-1}",
        text(new ControllerZnode(1, 1795206168520L, -1).write()));
    assertEquals(
        new ControllerZnode(1, 1795206168520L, -1),
        ControllerZnode.read(
            bytes("{\"version\":1,\"brokerid\":1,\"timestamp\":\"1795206168520\"}")));
    assertEquals("12", text(ControllerEpochZnode.write(12)));
    assertEquals(12, ControllerEpochZnode.read(bytes("12")));
    assertThrows(ZnodeFormatException.class, () -> ControllerEpochZnode.read(null));
  }

  @Test
  void writesClusterIdAndFeaturesAsStockDoes() {
    assertEquals(
        "{\"version\":\"1\",\"id\":\"kyB5lxIgSUCAbgUONs96Cg\"}",
        text(ClusterIdZnode.write("kyB5lxIgSUCAbgUONs96Cg")));
    assertEquals("x", ClusterIdZnode.read(ClusterIdZnode.write("x")));
    FeatureZnode none = new FeatureZnode(true, Map.of());
    assertEquals("{\"features\":{},\"version\":2,\"status\":1}", text(none.write(V39)));
    assertEquals(
        "{\"features\":{},\"version\":1,\"status\":1}", text(none.write(ZnodeFormat.of("2.7"))));
    FeatureZnode old =
        FeatureZnode.read(
            bytes(
                "{\"features\":{\"f\":{\"min_version_level\":1,\"max_version_level\":3}},"
                    + "\"version\":1,\"status\":1}"));
    assertEquals(new FeatureZnode(true, Map.of("f", 3)), old);
  }

  @Test
  void handsOutProducerIdsBlockAfterBlock() {
    ProducerIdBlockZnode first = ProducerIdBlockZnode.next(ProducerIdBlockZnode.read(null), 1);
    assertEquals(
        "{\"version\":1,\"broker\":1,\"block_start\":\"0\",\"block_end\":\"999\"}",
        text(first.write()));
    ProducerIdBlockZnode second =
        ProducerIdBlockZnode.next(ProducerIdBlockZnode.read(first.write()), 2);
    assertEquals(new ProducerIdBlockZnode(2, 1000, 1999), second);
    assertThrows(
        ArithmeticException.class,
        () -> ProducerIdBlockZnode.next(new ProducerIdBlockZnode(1, 0, Long.MAX_VALUE - 1), 1));
  }

  @Test
  void readsWhatToolsAskFor() {
    String election = "{\"version\":1,\"partitions\":[{\"topic\":\"t\",\"partition\":0}]}";
    List<TopicPartition> partitions = PartitionListZnode.read("/x", bytes(election));
    assertEquals(List.of(new TopicPartition("t", 0)), partitions);
    assertEquals(election, text(PartitionListZnode.write(partitions)));
    String moves =
        "{\"version\":1,\"partitions\":[{\"topic\":\"t\",\"partition\":0,\"replicas\":[1,2]}]}";
    assertEquals(moves, text(ReassignmentZnode.read(bytes(moves)).write()));
    String event = "{\"version\":1,\"broker\":1,\"event\":1}";
    assertEquals(event, text(LogDirEventZnode.write(1)));
    assertEquals(1, LogDirEventZnode.read("/x", bytes(event)));
  }

  @Test
  void readsAndWritesSettings() {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("cleanup.policy", "compact");
    config.put("segment.bytes", "104857600");
    String stock =
        "{\"version\":1,\"config\":{\"cleanup.policy\":\"compact\","
            + "\"segment.bytes\":\"104857600\"}}";
    assertEquals(stock, text(ConfigZnode.write(config)));
    assertEquals(config, ConfigZnode.read("/x", bytes(stock)));
    assertTrue(ConfigZnode.read("/x", null).isEmpty());
    assertEquals("/config/brokers/<default>", ConfigZnode.brokerPath(""));
  }

  @Test
  void readsChangeNotificationsOfEveryVersion() {
    assertEquals(
        "{\"version\":2,\"entity_path\":\"topics/t\"}", text(ConfigChangeZnode.write("topics/t")));
    Map<String, String> expected = new TreeMap<>();
    expected.put("\"t\"", "topics/t");
    expected.put("{\"version\":1,\"entity_type\":\"clients\",\"entity_name\":\"c\"}", "clients/c");
    expected.put(
        "{\"version\":2,\"entity_path\":\"users/a%20b/clients/c1\"}", "users/a%20b/clients/c1");
    expected.forEach(
        (data, entity) -> assertEquals(entity, ConfigChangeZnode.read("/x", bytes(data))));
    for (String garbage : Set.of("", "{", "[]", "17", "{\"version\":3}")) {
      assertNull(ConfigChangeZnode.read("/x", bytes(garbage)), garbage);
    }
    assertEquals(12, ConfigChangeZnode.sequence("config_change_0000000012"));
    assertEquals(-1, ConfigChangeZnode.sequence("other"));
  }

  @Test
  void namesTheZnodeThatCannotBeRead() {
    for (String bad :
        List.of("", "{", "[]", "{\"partitions\":1}", "{\"partitions\":{\"a\":[1]}}")) {
      ZnodeFormatException e =
          assertThrows(ZnodeFormatException.class, () -> TopicZnode.read("t", bytes(bad)), bad);
      assertTrue(requireNonNull(e.getMessage()).startsWith("znode: /brokers/topics/t ("), bad);
    }
  }

  @Test
  void knowsWhatEachProtocolVersionWrites() {
    assertEquals(new ZnodeFormat(4, false, 0, false), ZnodeFormat.of("2.6-IV0"));
    assertEquals(new ZnodeFormat(4, false, 0, false), ZnodeFormat.of("0.10.2"));
    assertEquals(new ZnodeFormat(5, false, 1, false), ZnodeFormat.of("2.7"));
    assertEquals(new ZnodeFormat(5, true, 1, false), ZnodeFormat.of("2.8-IV1"));
    assertEquals(new ZnodeFormat(5, true, 2, true), ZnodeFormat.of("3.9-IV0"));
    assertThrows(IllegalArgumentException.class, () -> ZnodeFormat.of("latest"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
