package io.castellan.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConfigTableTest {
  @Test
  void knowsEveryBrokerKeyOfStock392() {
    List<ConfigKey> keys =
        ConfigTable.broker().keys().stream()
            .filter(k -> List.of("3.9", "internal").contains(k.line()))
            .toList();

    assertEquals(329, keys.size());
    assertEquals(37, keys.stream().filter(k -> k.scope() == KeyScope.PER_BROKER).count());
    assertEquals(52, keys.stream().filter(k -> k.scope() == KeyScope.CLUSTER_WIDE).count());
  }

  @Test
  void knowsEveryTopicKeyOfTheStockClients() throws Exception {
    Set<String> ours = new TreeSet<>();
    ConfigTable.topic().keys().forEach(k -> ours.add(k.name()));
    List<String> missing = new ArrayList<>();
    for (Field field : Class.forName("org.apache.kafka.common.config.TopicConfig").getFields()) {
      if (field.getName().endsWith("_CONFIG") && !ours.contains(String.valueOf(field.get(null)))) {
        missing.add(String.valueOf(field.get(null)));
      }
    }

    assertEquals(List.of(), missing);
    assertEquals(41, ours.size());
  }

  @Test
  void acceptsItsOwnDefaults() {
    for (ConfigTable table :
        List.of(ConfigTable.broker(), ConfigTable.topic(), ConfigTable.zoo())) {
      for (ConfigKey key : table.keys()) {
        if (key.defaultText() != null && !(key.allowed() instanceof Allowed.NonEmpty)) {
          assertNotNull(key.parse(key.defaultText()), key.name());
        }
      }
    }
  }

  @Test
  void inheritsOnlyFromBrokerKeysThatExistWithDefaultsThatAgree() {
    Settings broker = Settings.of(ConfigTable.broker(), Map.of());
    for (ConfigKey key : ConfigTable.topic().keys()) {
      key.inherits().forEach(name -> assertNotNull(ConfigTable.broker().find(name), name));
      String inherited = TopicConfig.inherited(key, broker);
      assertEquals(key.defaultText(), inherited, key.name());
    }
  }

  @Test
  void describesEveryKeyInOneSentence() {
    for (ConfigTable table :
        List.of(ConfigTable.broker(), ConfigTable.topic(), ConfigTable.zoo())) {
      for (ConfigKey key : table.keys()) {
        assertTrue(key.meaning().endsWith("."), key.name());
        assertFalse(
            key.effect() == KeyEffect.OBEYED && key.meaning().startsWith("No effect"), key.name());
      }
    }
  }

  @Test
  void findsTheKeyThatWasMeant() {
    assertEquals("clientPort", ConfigTable.zoo().nearest("clinetPort"));
    assertEquals("log.retention.hours", ConfigTable.broker().nearest("log.retension.hour"));
    assertEquals("num.partitions", ConfigTable.broker().nearest("num.partition"));
    assertNull(ConfigTable.broker().nearest("my.own.plugin.setting"));
  }

  @Test
  void refusesValuesInStocksWords() {
    assertRefused(
        "num.partitions",
        "0",
        "Invalid value 0 for configuration num.partitions: Value must be at least 1");
    assertRefused(
        "num.partitions",
        "x",
        "Invalid value x for configuration num.partitions: Not a number of type INT");
    assertRefused(
        "delete.topic.enable",
        "yes",
        "Invalid value yes for configuration delete.topic.enable: Expected value to be either true"
            + " or false");
    assertRefused(
        "compression.type",
        "brotli",
        "Invalid value brotli for configuration compression.type:"
            + " String must be one of: uncompressed, zstd, lz4, snappy, gzip, producer");
    assertRefused(
        "compression.gzip.level",
        "12",
        "Invalid value 12 for configuration compression.gzip.level: Value must be no more than 9");
    assertRefused(
        "log.cleaner.min.cleanable.ratio",
        "1.5",
        "Invalid value 1.5 for configuration log.cleaner.min.cleanable.ratio: Value must be no more"
            + " than 1");
  }

  @Test
  void readsValuesAsStockDoes() {
    assertEquals(true, ConfigTable.broker().get("delete.topic.enable").parse(" TRUE "));
    assertEquals(7, ConfigTable.broker().get("num.partitions").parse(" 7 "));
    assertEquals(
        (short) 2, ConfigTable.broker().get("offsets.topic.replication.factor").parse("2"));
    assertEquals(
        List.of("delete", "compact"),
        ConfigTable.topic().get("cleanup.policy").parse("delete , compact"));
    assertEquals(List.of(), ConfigTable.broker().get("metric.reporters").parse(""));
    assertEquals(" secret ", ConfigTable.broker().get("ssl.key.password").parse(" secret "));
    assertEquals(-1, ConfigTable.broker().get("compression.gzip.level").parse("-1"));
    assertEquals(
        "DownGrade",
        ConfigTable.broker().get("group.consumer.migration.policy").parse("DownGrade"));
    assertEquals(
        List.of("0:1", "2:3"),
        ConfigTable.topic().get("leader.replication.throttled.replicas").parse("0:1,2:3"));
  }

  private static void assertRefused(String key, String value, String text) {
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> ConfigTable.broker().get(key).parse(value));
    assertEquals(text, refusal.getMessage());
  }
}
