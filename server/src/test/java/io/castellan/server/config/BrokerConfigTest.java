package io.castellan.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class BrokerConfigTest {
  private static final Map<String, String> LEAST = Map.of("zookeeper.connect", "localhost:2181");

  @Test
  void readsAFileWithOverridesAboveIt(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("server.properties");
    Files.writeString(
        file,
        """
        broker.id=3
        log.dirs=/a, /b
        zookeeper.connect=zk1:2181,zk2/kafka
        num.partitions = 4\s
        """);

    BrokerConfig config =
        BrokerConfig.load(file, List.of("num.partitions=9", "broker.rack=left=er"));

    assertEquals(3, config.identity().brokerId());
    assertEquals("left=er", config.identity().rack());
    assertEquals(List.of(Path.of("/a"), Path.of("/b")), config.logs().dirs());
    assertEquals(
        List.of(new HostPort("zk1", 2181), new HostPort("zk2", 2181)),
        config.zooKeeper().servers());
    assertEquals("/kafka", config.zooKeeper().chroot());
    assertEquals(18_000, config.zooKeeper().connectionTimeoutMs());
    assertEquals(9, config.topicCreation().partitionCount());
  }

  @Test
  void namesTheFileInItsErrors(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("server.properties");
    assertEquals(file + ": no such file", refusal(() -> BrokerConfig.load(file, List.of())));
    Files.writeString(file, "zookeeper.connect=a:1\nbroker.id=many\n");
    assertEquals(
        file + ": Invalid value many for configuration broker.id: Not a number of type INT",
        refusal(() -> BrokerConfig.load(file, List.of())));
    assertEquals(
        "--override: broker.id (expected: key=value)",
        refusal(() -> BrokerConfig.load(file, List.of("broker.id"))));
  }

  @Test
  void obeysEveryKeyThatItSaysItObeysAndNoOther() {
    Map<String, String> base = new TreeMap<>(LEAST);
    base.put("zookeeper.connection.timeout.ms", "5");
    BrokerConfig before = BrokerConfig.of(base);
    List<String> wrong = new ArrayList<>();
    for (ConfigKey key : ConfigTable.broker().keys()) {
      if (!key.name().equals("process.roles")) {
        Map<String, String> entries = new TreeMap<>(base);
        entries.putAll(anotherValue(key));
        boolean changed = !concerns(before).equals(concerns(BrokerConfig.of(entries)));
        if (changed != (key.effect() == KeyEffect.OBEYED)) {
          wrong.add(key.name() + " is " + key.effect());
        }
      }
    }

    assertEquals(List.of(), wrong);
  }

  @Test
  void takesItsIdFromEitherKey() {
    assertEquals(4, with("node.id", "4").identity().brokerId());
    assertEquals(-1, with().identity().brokerId());
    assertFalse(
        with("broker.id", "0", "broker.id.generation.enable", "false").identity().generateId());
  }

  @Test
  void listensWhereOldFilesSay() {
    ListenerSettings old =
        with("host.name", "10.0.0.1", "port", "9999", "advertised.host.name", "kafka1").listeners();

    assertEquals("[PLAINTEXT://10.0.0.1:9999]", old.listeners().toString());
    assertEquals("[PLAINTEXT://kafka1:9999]", old.advertised().toString());
  }

  @Test
  void readsListenersWithNamesOfTheirOwn() {
    ListenerSettings listeners =
        with(
                "listeners", "inside://:9092,OUTSIDE://[::1]:9093",
                "advertised.listeners", "INSIDE://kafka1:9092",
                "listener.security.protocol.map", "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT",
                "inter.broker.listener.name", "inside")
            .listeners();

    assertEquals("[INSIDE://:9092, OUTSIDE://[::1]:9093]", listeners.listeners().toString());
    assertEquals("[INSIDE://kafka1:9092]", listeners.advertised().toString());
  }

  @Test
  void refusesWhatCannotWork() {
    assertTrue(refusal(() -> BrokerConfig.of(Map.of())).startsWith("zookeeper.connect: not set"));
    assertRefused("broker.id: -2 (expected: >= 0, or -1", "broker.id", "-2");
    assertRefused(
        "broker.id: 1001 (expected: <= reserved.broker.max.id, 1000", "broker.id", "1001");
    assertRefused("broker.id: -1 (expected: >= 0)", "broker.id.generation.enable", "false");
    assertRefused(
        "node.id: 2 (expected: the same as broker.id, 1)", "broker.id", "1", "node.id", "2");
    assertRefused("log.roll.ms: 0", "log.roll.ms", "0");
    assertRefused("log.retention.ms: 0", "log.retention.ms", "0");
    assertRefused("log.retention.ms: -5", "log.retention.ms", "-5");
    assertRefused("log.dirs: empty", "log.dirs", " , ");
    assertRefused("log.dirs: /a twice", "log.dirs", "/a,/a");
    assertRefused("group.max.session.timeout.ms: 5", "group.max.session.timeout.ms", "5");
    assertRefused("offsets.commit.required.acks: 4", "offsets.commit.required.acks", "4");
    assertRefused("max.connections.per.ip: 0", "max.connections.per.ip", "0");
    assertRefused(
        "max.connections.per.ip.overrides: a (expected: host:count)",
        "max.connections.per.ip.overrides",
        "a");
    assertRefused(
        "listeners: localhost:9092 (expected: NAME://host:port)", "listeners", "localhost:9092");
    assertRefused(
        "listeners: PLAINTEXT://:70000 (expected: a port", "listeners", "PLAINTEXT://:70000");
    assertRefused(
        "listeners: SSL://:9093 has the protocol SSL",
        "listeners",
        "PLAINTEXT://:9092,SSL://:9093");
    assertRefused(
        "listeners: NEW (expected: a name in listener.security",
        "listeners",
        "PLAINTEXT://:9092,NEW://:9093");
    assertRefused(
        "listeners: [PLAINTEXT://:1, PLAINTEXT://:2] (expected: each",
        "listeners",
        "PLAINTEXT://:1,PLAINTEXT://:2");
    assertRefused(
        "advertised.listeners: PLAINTEXT://0.0.0.0:1 (",
        "advertised.listeners",
        "PLAINTEXT://0.0.0.0:1");
    assertRefused(
        "advertised.listeners: SSL (expected: one of listeners",
        "advertised.listeners",
        "SSL://a:1");
    assertRefused(
        "inter.broker.listener.name: X (expected: the name of an adv",
        "inter.broker.listener.name",
        "x");
    assertRefused("zookeeper.connect: a:b (expected: host:port)", "zookeeper.connect", "a:b");
    assertRefused("zookeeper.connect: chroot /a/ (expected", "zookeeper.connect", "a:1/a/");
    assertRefused("process.roles: broker (expected: unset", "process.roles", "broker");
  }

  @Test
  void checksKeysOfOneListenerLikeTheirPlainForm() {
    assertRefused(
        "Invalid value -1 for configuration max.connections: ",
        "listener.name.inside.max.connections",
        "-1");
  }

  @Test
  void tellsWhichKeysHaveNoEffectAndWhichAreUnknown() {
    KeyReport report =
        with("num.io.threads", "4", "ssl.key.password", "x", "log.dris", "/a").report();

    assertEquals(List.of("num.io.threads"), report.withoutEffect().get(KeyEffect.SELF_SIZED));
    assertEquals(List.of("ssl.key.password"), report.withoutEffect().get(KeyEffect.SECURITY));
    assertEquals(List.of("unknown key log.dris, perhaps log.dirs is meant"), report.unknown());
    assertEquals(
        "no effect: num.io.threads (Castellan sizes its threads and queues from the machine)",
        report.withoutEffectLines().get(0));
  }

  @Test
  void saysWhichSettingsAreNotThoseOfAListener() {
    BrokerConfig config =
        with(
            "listener.name.plaintext.max.connections", "5",
            "listener.name.plaintext.max.connection.creation.rate", "9",
            "listener.name.plaintext.log.retention.hours", "1");

    assertEquals(Map.of("PLAINTEXT", 5), config.sockets().maxConnectionsByListener());
    assertEquals(Map.of("PLAINTEXT", 9), config.sockets().connectionRateByListener());
    assertEquals(
        List.of(
            "no effect: listener.name.plaintext.log.retention.hours (it is a setting of the whole"
                + " broker, not of single listeners)"),
        config.report().withoutEffectLines());
  }

  @Test
  void neverPrintsAPassword() {
    assertFalse(with("ssl.key.password", "hunter2").toString().contains("hunter2"));
  }

  @Test
  void givesTopicsWhatTheBrokerSaysInTheirUnits() {
    Settings broker =
        with("log.retention.minutes", "3", "log.retention.hours", "9", "log.roll.hours", "2")
            .settings();

    TopicConfig topic =
        TopicConfig.of(Map.of("segment.bytes", "2000", "cleanup.policy", "compact"), broker);

    assertEquals(180_000, topic.retentionMs());
    assertEquals(7_200_000, topic.segmentMs());
    assertEquals(2000, topic.segmentBytes());
    assertTrue(topic.compact());
    assertFalse(topic.delete());
    assertEquals(-1, with("log.retention.hours", "-1").topicDefaults().retentionMs());
    assertEquals(
        "Unknown topic config name: retention",
        refusal(() -> TopicConfig.of(Map.of("retention", "1"), broker)));
  }

  @Test
  void usesWhatItCanOfStoredTopicSettings() {
    List<String> problems = new ArrayList<>();
    Map<String, String> usable =
        TopicConfig.usable(
            Map.of("retention.ms", "-1", "segment.bytes", "13", "key.of.tomorrow", "1"),
            problems::add);

    assertEquals(Map.of("retention.ms", "-1"), usable);
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith("Invalid value 13 for configuration segment.bytes"));
  }

  @Test
  void fallsBackToTheOlderTimestampLimit() {
    TopicConfig topic =
        with(
                "log.message.timestamp.difference.max.ms",
                "5",
                "log.message.timestamp.after.max.ms",
                "7")
            .topicDefaults();

    assertEquals(5, topic.timestampBeforeMaxMs());
    assertEquals(7, topic.timestampAfterMaxMs());
  }

  /** A value that differs from the default, with whatever other key makes it valid. */
  private static Map<String, String> anotherValue(ConfigKey key) {
    return switch (key.name()) {
      case "listeners" -> Map.of(key.name(), "PLAINTEXT://:9100");
      case "advertised.listeners" -> Map.of(key.name(), "PLAINTEXT://elsewhere:9092");
      case "listener.security.protocol.map" -> Map.of(key.name(), "PLAINTEXT:PLAINTEXT");
      // Any other would have to be listened on, which changes the listeners.
      case "security.inter.broker.protocol", "inter.broker.listener.name" ->
          Map.of(key.name(), "PLAINTEXT");
      case "queued.max.request.bytes" -> Map.of(key.name(), "200000000");
      case "zookeeper.connect" -> Map.of(key.name(), "elsewhere:2181");
      case "max.connections.per.ip.overrides" -> Map.of(key.name(), "a:1");
      case "broker.id.generation.enable" -> Map.of(key.name(), "false", "broker.id", "0");
      case "inter.broker.protocol.version", "log.message.format.version" ->
          Map.of(key.name(), "2.8");
      default -> Map.of(key.name(), simple(key));
    };
  }

  private static String simple(ConfigKey key) {
    if (key.allowed() instanceof Allowed.OneOf oneOf) {
      return oneOf.words().stream()
          .filter(w -> !w.equals(key.defaultText()))
          .findFirst()
          .orElseThrow();
    }
    return switch (key.type()) {
      case BOOLEAN -> "true".equals(key.defaultText()) ? "false" : "true";
      case INT, SHORT, LONG -> number(key);
      case DOUBLE -> "0.25";
      case STRING, LIST, CLASS, PASSWORD -> "other";
    };
  }

  private static String number(ConfigKey key) {
    long value = key.defaultText() == null ? 7 : Long.parseLong(key.defaultText());
    for (long candidate : new long[] {value / 2, value + 1, value - 1}) {
      if (candidate != value && candidate > 0 && key.allowed().objection(candidate) == null) {
        return Long.toString(candidate);
      }
    }
    return "1";
  }

  private static List<Object> concerns(BrokerConfig c) {
    return List.of(
        c.identity(),
        c.listeners(),
        c.sockets(),
        c.zooKeeper(),
        c.logs(),
        c.cleaner(),
        c.topicDefaults(),
        c.topicCreation(),
        c.controller(),
        c.fetch(),
        c.producers(),
        c.groups(),
        c.offsets());
  }

  private static BrokerConfig with(String... pairs) {
    Map<String, String> entries = new TreeMap<>(LEAST);
    for (int i = 0; i < pairs.length; i += 2) {
      entries.put(pairs[i], pairs[i + 1]);
    }
    return BrokerConfig.of(entries);
  }

  private static void assertRefused(String start, String... pairs) {
    String text = refusal(() -> with(pairs));
    assertTrue(text.startsWith(start), text);
  }

  private static String refusal(Executable attempt) {
    return String.valueOf(assertThrows(ConfigException.class, attempt).getMessage());
  }
}
