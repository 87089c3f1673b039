package io.castellan.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigDescriptionTest {
  private static final Settings FILE =
      Settings.of(
          ConfigTable.broker(),
          Map.of(
              "num.partitions", " 3 ",
              "log.retention.hours", "2",
              "ssl.key.password", "hunter2",
              "my.plugin.secret", "hunter3",
              "compression.type", "lz4"));

  @Test
  void listsTheKeysOfStock() {
    assertEquals(36, ConfigDescription.ofTopic(Map.of(), BrokerLayers.of(FILE)).size());
    long internal =
        ConfigTable.broker().keys().stream().filter(k -> k.line().equals("internal")).count();
    assertEquals(329 - internal + 1, ConfigDescription.ofBroker(BrokerLayers.of(FILE)).size());
  }

  @Test
  void putsTheStrongestPlaceFirst() {
    BrokerLayers layers =
        new BrokerLayers(
            FILE, Map.of("compression.type", "gzip"), Map.of("compression.type", "zstd"));

    ConfigDescription topic =
        find(
            ConfigDescription.ofTopic(Map.of("compression.type", "snappy"), layers),
            "compression.type");

    assertEquals("snappy", topic.value());
    assertEquals(ConfigSource.TOPIC, topic.source());
    assertFalse(topic.readOnly());
    assertEquals(
        List.of(
            new ConfigDescription.Synonym("compression.type", "snappy", ConfigSource.TOPIC),
            new ConfigDescription.Synonym("compression.type", "zstd", ConfigSource.DYNAMIC_BROKER),
            new ConfigDescription.Synonym("compression.type", "gzip", ConfigSource.DYNAMIC_DEFAULT),
            new ConfigDescription.Synonym("compression.type", "lz4", ConfigSource.STATIC_BROKER),
            new ConfigDescription.Synonym("compression.type", "producer", ConfigSource.DEFAULT)),
        topic.synonyms());
  }

  @Test
  void inheritsAcrossUnitsWithoutASynonymAsStockDoes() {
    ConfigDescription retention =
        find(ConfigDescription.ofTopic(Map.of(), BrokerLayers.of(FILE)), "retention.ms");

    assertEquals("7200000", retention.value());
    assertEquals(ConfigSource.DEFAULT, retention.source());
    assertEquals(List.of(), retention.synonyms());
  }

  @Test
  void withholdsSecretsAndWhatItDoesNotKnow() {
    List<ConfigDescription> all = ConfigDescription.ofBroker(BrokerLayers.of(FILE));

    assertFalse(all.toString().contains("hunter"));
    assertTrue(find(all, "ssl.key.password").sensitive());
    assertTrue(find(all, "my.plugin.secret").sensitive());
    assertNull(find(all, "my.plugin.secret").type());
    assertEquals("3", find(all, "num.partitions").value());
    assertEquals(ConfigSource.STATIC_BROKER, find(all, "num.partitions").source());
    assertTrue(find(all, "num.partitions").readOnly());
    assertFalse(find(all, "compression.type").readOnly());
  }

  @Test
  void tellsOfTheDefaultsOfAllBrokersOnlyWhatTheClusterSets() {
    BrokerLayers layers = new BrokerLayers(FILE, Map.of("compression.type", "gzip"), Map.of());

    List<ConfigDescription> all = ConfigDescription.ofBrokerDefaults(layers);

    assertEquals(1, all.size());
    assertEquals("gzip", all.get(0).value());
    assertEquals(1, all.get(0).synonyms().size());
  }

  private static ConfigDescription find(List<ConfigDescription> all, String name) {
    return all.stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
  }
}
