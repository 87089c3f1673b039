package io.castellan.server.kafka.broker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a broker that change while it runs (KIP-226). */
class DynamicBrokerTest {
  private static final ConfigResource OWN = new ConfigResource(ConfigResource.Type.BROKER, "0");
  private static final ConfigResource ALL = new ConfigResource(ConfigResource.Type.BROKER, "");
  private static final ConfigResource TOPIC = new ConfigResource(ConfigResource.Type.TOPIC, "t");

  @TempDir Path dir;
  private GroupBroker broker;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    broker = new GroupBroker(dir);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void whatTopicsInheritActsAtOnce() throws Exception {
    produce();
    alter(ALL, "message.max.bytes", AlterConfigOp.OpType.SET, "500");
    assertTooLarge();
    assertEquals("500", entry(TOPIC, "max.message.bytes").value());
    assertEquals(
        ConfigEntry.ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG,
        entry(TOPIC, "max.message.bytes").source());
    // A broker's own goes above the one of all.
    alter(OWN, "message.max.bytes", AlterConfigOp.OpType.SET, "5000");
    produce();
    assertEquals(
        ConfigEntry.ConfigSource.DYNAMIC_BROKER_CONFIG, entry(OWN, "message.max.bytes").source());
    alter(OWN, "message.max.bytes", AlterConfigOp.OpType.DELETE, "");
    assertTooLarge();
    alter(ALL, "message.max.bytes", AlterConfigOp.OpType.DELETE, "");
    produce();
  }

  @Test
  void whatWasSetActsAfterARestart() throws Exception {
    alter(ALL, "message.max.bytes", AlterConfigOp.OpType.SET, "500");
    broker.restart();
    assertTooLarge();
  }

  @Test
  void whatCannotChangeIsRefusedAndChangesNothing() throws Exception {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "log.dirs", "/elsewhere", // read only
                "num.io.threads", "9", // changes nothing here
                "max.connections", "-7",
                "log.cleanup.policy", "shred")
            .entrySet()) {
      ExecutionException refused =
          assertThrows(
              ExecutionException.class,
              () -> alter(OWN, wrong.getKey(), AlterConfigOp.OpType.SET, wrong.getValue()),
              wrong.getKey());
      assertInstanceOf(InvalidRequestException.class, refused.getCause());
      String said = String.valueOf(refused.getMessage());
      assertTrue(said.contains(wrong.getKey()), said);
    }
    assertEquals("delete", entry(OWN, "log.cleanup.policy").value());
  }

  private void alter(
      ConfigResource resource, String name, AlterConfigOp.OpType operation, String value)
      throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(name, value), operation))))
        .all()
        .get(10, TimeUnit.SECONDS);
  }

  private ConfigEntry entry(ConfigResource resource, String name) throws Exception {
    Map<ConfigResource, Config> all =
        admin.describeConfigs(List.of(resource)).all().get(10, TimeUnit.SECONDS);
    return requireNonNull(all.get(resource)).get(name);
  }

  private void assertTooLarge() {
    ExecutionException refused = assertThrows(ExecutionException.class, this::produce);
    assertInstanceOf(RecordTooLargeException.class, refused.getCause());
  }

  private void produce() throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrap(), "retries", 0);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("t", new byte[1000])).get(10, TimeUnit.SECONDS);
    }
  }
}
