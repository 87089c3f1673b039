package io.castellan.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZooCfgTest {
  private static final List<String> OF_MEMBERS =
      List.of(
          "initLimit",
          "syncLimit",
          "electionAlg",
          "quorumListenOnAllIPs",
          "dynamicConfigFile",
          "standaloneEnabled",
          "zookeeper.commitLogCount",
          "zookeeper.forceSnapshotSync",
          "zookeeper.cnxTimeout",
          "zookeeper.electionPortBindRetry");

  /** What those keys need that ask for authentication. */
  private static final Map<String, String> SASL =
      Map.of(
          "authProvider.sasl",
          "org.apache.zookeeper.server.auth.SASLAuthenticationProvider",
          "enforce.auth.schemes",
          "sasl",
          "connection_throttle_weight_enabled",
          "true");

  @Test
  void readsTheSampleFileOfStock(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("zoo.cfg");
    Files.writeString(
        file,
        """
        # The number of milliseconds of each tick
        tickTime=2000
        initLimit=10
        syncLimit=5
        dataDir=/tmp/zookeeper
        clientPort=2181
        """);

    ZooCfg cfg = ZooCfg.load(file, Map.of());

    assertEquals(new ZooListener("", 2181, -1, false), cfg.listener());
    assertEquals(new ZooSessions(2000, 4000, 40_000), cfg.sessions());
    assertEquals(Path.of("/tmp/zookeeper"), cfg.disk().dataLogDir());
    assertEquals(new ZooPurge(3, 0), cfg.purge());
    assertEquals(Map.of(), cfg.report().withoutEffect());
    assertEquals(List.of(), cfg.report().unknown());
    assertTrue(cfg.fourLetterWords().allows("srvr"));
    assertFalse(cfg.fourLetterWords().allows("stat"));
  }

  @Test
  void obeysEveryKeyThatItSaysItObeysAndNoOther() {
    ZooCfg before = with(SASL);
    List<String> wrong = new ArrayList<>();
    for (ConfigKey key : ConfigTable.zoo().keys()) {
      if (OF_MEMBERS.contains(key.name())) {
        continue;
      }
      String value = another(key);
      boolean property =
          key.name().startsWith("zookeeper.")
              || key.name().startsWith("znode.")
              || key.name().startsWith("java.")
              || key.name().startsWith("readonlymode.")
              || key.name().equals("jute.maxbuffer");
      Map<String, String> lines = new TreeMap<>(SASL);
      lines.remove(key.name().replaceFirst("^zookeeper\\.", ""));
      if (!property) {
        lines.put(key.name(), value);
      }
      ZooCfg after = property ? with(lines, key.name(), value) : with(lines);
      if (!concerns(before).equals(concerns(after)) != (key.effect() == KeyEffect.OBEYED)) {
        wrong.add(key.name() + " is " + key.effect());
      }
    }

    assertEquals(List.of(), wrong);
  }

  @Test
  void obeysAsAMemberOfAnEnsembleWhatOnlyAMemberCan(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("myid"), "2\n");
    Map<String, String> member =
        Map.of(
            "dataDir", dir.toString(),
            "clientPort", "2181",
            "initLimit", "10",
            "syncLimit", "5",
            "server.1", "a:2888:3888",
            "server.2", "b:2888:3888:observer");
    ZooEnsemble before = ZooCfg.of(member, Map.of()).ensemble();
    assertNotNull(before);
    assertEquals(2, before.own().id());
    for (String name : OF_MEMBERS) {
      if (name.equals("dynamicConfigFile") || name.equals("standaloneEnabled")) {
        continue; // which have tests of their own
      }
      assertEquals(KeyEffect.OBEYED, ConfigTable.zoo().get(name).effect(), name);
      Map<String, String> lines = new TreeMap<>(member);
      // Less than 500 counts as 500.
      lines.put(
          name.replaceFirst("^zookeeper\\.", ""),
          name.endsWith("commitLogCount") ? "900" : another(ConfigTable.zoo().get(name)));
      if (name.equals("electionAlg")) {
        assertTrue(refusalOf(lines).startsWith("electionAlg: "));
      } else {
        assertNotEquals(before, ZooCfg.of(lines, Map.of()).ensemble(), name);
      }
    }
  }

  @Test
  void isAMemberOfAnEnsembleOfOneIfItIsTold(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("myid"), "1");
    Map<String, String> lines = new TreeMap<>();
    lines.putAll(Map.of("dataDir", dir.toString(), "clientPort", "2181", "initLimit", "10"));
    lines.putAll(Map.of("syncLimit", "5", "server.1", "a:2888:3888", "standaloneEnabled", "false"));
    assertEquals(
        "server.1=a:2888:3888:participant\nversion=0",
        Objects.requireNonNull(ZooCfg.of(lines, Map.of()).ensemble()).text());
    lines.put("standaloneEnabled", "true");
    assertNull(ZooCfg.of(lines, Map.of()).ensemble());
  }

  @Test
  void saysWhatIsWrongWithAnEnsemble(@TempDir Path dir) throws Exception {
    Map<String, String> lines = new TreeMap<>();
    lines.putAll(Map.of("dataDir", dir.toString(), "clientPort", "2181"));
    lines.putAll(Map.of("server.1", "a:1:2", "server.2", "b:1:2", "server.3", "c:1:2"));
    Path myid = dir.resolve("myid");
    assertEquals(
        myid + ": cannot be read (expected: this server's number, one of [1, 2, 3])",
        refusalOf(lines));
    Files.writeString(myid, "4");
    assertEquals(myid + ": \"4\" (expected: one of [1, 2, 3], the server lines)", refusalOf(lines));
    Files.writeString(myid, "3");
    assertTrue(refusalOf(lines).startsWith("initLimit: not set (expected: "), refusalOf(lines));
    lines.put("server.03", "d:1:2");
    assertEquals("server.3: more than one line", refusalOf(lines));
    lines.remove("server.03");
    lines.putAll(Map.of("initLimit", "10", "syncLimit", "5", "group.1", "1:2"));
    assertEquals("group lines: servers [3] are in no group", refusalOf(lines));
    lines.put("group.2", "3:7");
    assertTrue(refusalOf(lines).startsWith("group.2: server 7"), refusalOf(lines));
    lines.putAll(Map.of("group.2", "3", "weight.3", "2"));
    ZooEnsemble ensemble = Objects.requireNonNull(ZooCfg.of(lines, Map.of()).ensemble());
    assertEquals(Map.of(1L, 1L, 2L, 1L, 3L, 2L), ensemble.groups());
    assertEquals(Map.of(1L, 1L, 2L, 1L, 3L, 2L), ensemble.weights());
  }

  private static String refusalOf(Map<String, String> lines) {
    return String.valueOf(
        assertThrows(ConfigException.class, () -> ZooCfg.of(lines, Map.of())).getMessage());
  }

  @Test
  void takesSystemPropertiesWithTheFileAboveThem() {
    assertEquals(500, with(Map.of(), "zookeeper.snapCount", "500").disk().snapCount());
    assertEquals(
        900, with(Map.of("snapCount", "900"), "zookeeper.snapCount", "500").disk().snapCount());
    assertEquals(0x9fffff, with(Map.of(), "jute.maxbuffer", "0x9fffff").limits().maxRequestBytes());
    assertEquals(5, with(Map.of(), "fsync.warningthresholdms", "5").disk().fsyncWarningMs());
  }

  @Test
  void saysThatAPropertyWithoutPrefixHasNoEffectInTheFile() {
    ZooCfg cfg = with(Map.of("jute.maxbuffer", "99"));

    assertEquals(1_048_575, cfg.limits().maxRequestBytes());
    assertEquals(
        List.of(
            "jute.maxbuffer has no effect in zoo.cfg, in stock as here: give it as"
                + " -Djute.maxbuffer"),
        cfg.report().unknown());
  }

  @Test
  void findsTheKeyThatWasMeant() {
    assertEquals(
        List.of("unknown key clinetPort, perhaps clientPort is meant"),
        with(Map.of("clinetPort", "1")).report().unknown());
    assertEquals(
        List.of("unknown key globalOutstandingLimits, perhaps globalOutstandingLimit is meant"),
        with(Map.of("globalOutstandingLimits", "1")).report().unknown());
    assertEquals(
        List.of(
            "unknown system property -Dzookeeper.snapCuont, perhaps zookeeper.snapCount is meant"),
        with(Map.of(), "zookeeper.snapCuont", "1").report().unknown());
  }

  @Test
  void refusesWhatCannotWork() {
    assertEquals("dataDir: not set (expected: a directory)", refusal(Map.of("clientPort", "1")));
    assertEquals("clientPort: not set (expected: a port)", refusal(Map.of("dataDir", "/a")));
    assertTrue(refusal(more("clientPort", "70000")).contains("Value must be no more than 65535"));
    assertTrue(
        refusal(more("minSessionTimeout", "99999999"))
            .startsWith("minSessionTimeout: 99999999 (expected: <="));
    assertTrue(
        refusal(more("tickTime", "two"))
            .startsWith("Invalid value two for configuration tickTime"));
    assertTrue(refusal(more("server.1", "a")).startsWith("server.1: a (expected: host:port:port"));
  }

  @Test
  void runsOneServerLineAsStandalone() {
    ZooCfg cfg = with(Map.of("server.5", "zk5:2888:3888:participant;2181"));

    ServerLine line = cfg.servers().get(0);
    assertEquals(5, line.id());
    assertEquals(List.of(new ServerLine.Address("zk5", 2888, 3888)), line.addresses());
    assertEquals(new ServerLine.Client("", 2181), line.client());
  }

  @Test
  void readsServerLinesOfEveryForm() {
    assertEquals(
        new ServerLine(
            1,
            List.of(new ServerLine.Address("::1", 1, 2)),
            true,
            new ServerLine.Client("fe80::1", 3)),
        ServerLine.parse("server.1", "[::1]:1:2:observer;[fe80::1]:3"));
    assertEquals(
        List.of(new ServerLine.Address("a", 1, 2), new ServerLine.Address("b", 3, 4)),
        ServerLine.parse("server.1", "a:1:2|b:3:4").addresses());
  }

  @Test
  void takesTheClientPortFromTheServerLine() {
    ZooCfg cfg = ZooCfg.of(Map.of("dataDir", "/a", "server.1", "a:1:2;10.0.0.1:2190"), Map.of());

    assertEquals(new ZooListener("10.0.0.1", 2190, -1, false), cfg.listener());
  }

  @Test
  void readsTheDynamicFile(@TempDir Path dir) throws Exception {
    Path dynamic = dir.resolve("zoo.cfg.dynamic");
    Files.writeString(dynamic, "server.1=a:1:2;2181\nserver.2=b:1:2;2181\n");
    Path file = dir.resolve("zoo.cfg");
    Files.writeString(file, "dataDir=/a\nclientPort=2181\ndynamicConfigFile=" + dynamic + "\n");

    String text =
        String.valueOf(
            assertThrows(ConfigException.class, () -> ZooCfg.load(file, Map.of())).getMessage());

    assertTrue(text.contains("/a/myid: cannot be read (expected: this server's number"), text);
  }

  @Test
  void answersTheWordsThatOldReleasesAnswerWithoutBeingTold() {
    FourLetterWhitelist old = with(Map.of("castellan.4lw.texts", "3.4")).fourLetterWords();
    assertTrue(old.allows("stat"));
    assertFalse(old.allows("wchp"));
    assertTrue(
        with(Map.of("castellan.4lw.texts", "3.4", "4lw.commands.whitelist", "wchp"))
            .fourLetterWords()
            .allows("wchp"));
    assertFalse(with(Map.of("castellan.4lw.texts", "3.5")).fourLetterWords().allows("stat"));
    assertTrue(with(Map.of(), "readonlymode.enabled", "true").fourLetterWords().allows("isro"));
    assertEquals(
        "zookeeper.castellan.4lw.texts: 3.7 (expected: one of 3.4, 3.5, 3.9)",
        refusal(more("castellan.4lw.texts", "3.7")));
  }

  @Test
  void refusesAnAuditLogThatWouldGoElsewhere() {
    assertTrue(
        refusal(more("audit.enable", "true", "audit.impl.class", "org.example.Audit"))
            .startsWith("zookeeper.audit.impl.class: org.example.Audit (expected: unset, or"));
    assertTrue(with(Map.of("audit.enable", "true")).audit().enabled());
  }

  @Test
  void neverPrintsTheSuperDigest() {
    ZooCfg cfg =
        with(Map.of(), "zookeeper.DigestAuthenticationProvider.superDigest", "super:hunter2");

    assertEquals("super:hunter2", cfg.auth().digest().superDigest());
    assertFalse(cfg.toString().contains("hunter2"));
  }

  @Test
  void neverPrintsTheSuperPassword() {
    ZooCfg cfg = with(Map.of("SASLAuthenticationProvider.superPassword", "hunter2"));

    assertEquals("hunter2", cfg.auth().sasl().superPassword());
    assertFalse(cfg.toString().contains("hunter2"));
  }

  @Test
  void knowsTheProvidersOfStockAndRefusesOthers() {
    ZooCfg cfg = with(SASL, "zookeeper.superUser", "a", "zookeeper.superUser.2", "b");
    assertTrue(cfg.auth().sasl().schemeServed());
    assertEquals(Set.of("a", "b"), cfg.auth().superUsers());

    ZooCfg tls =
        with(
            Map.of(
                "authProvider.x509",
                "org.apache.zookeeper.server.auth.X509AuthenticationProvider"));
    assertEquals(
        List.of("authProvider.x509"), tls.report().withoutEffect().get(KeyEffect.ZOOKEEPER_TLS));

    assertTrue(
        refusal(more("authProvider.1", "org.example.Own"))
            .startsWith("zookeeper.authProvider.1: org.example.Own (expected: a provider of"));
  }

  @Test
  void refusesToLockEverybodyOut() {
    assertEquals(
        "zookeeper.enforce.auth.enabled: true without zookeeper.enforce.auth.schemes",
        refusal(more("enforce.auth.enabled", "true")));
    assertTrue(
        refusal(more("sessionRequireClientSASLAuth", "true"))
            .startsWith("zookeeper.sessionRequireClientSASLAuth: scheme sasl is not available"));
    assertTrue(
        refusal(more("enforce.auth.enabled", "true", "enforce.auth.schemes", "ip,x509"))
            .startsWith("zookeeper.enforce.auth.schemes: scheme x509 is not available"));
    assertTrue(
        with(Map.of("enforce.auth.enabled", "true", "enforce.auth.schemes", "digest"))
            .auth()
            .required()
            .enabled());
  }

  @Test
  void refusesAHashThatDoesNotExist() {
    assertTrue(
        refusal(more("DigestAuthenticationProvider.digestAlg", "SHA0"))
            .startsWith(
                "zookeeper.DigestAuthenticationProvider.digestAlg: SHA0 (expected: a hash"));
  }

  private static String another(ConfigKey key) {
    return switch (key.name()) {
      case "zookeeper.forceSync" -> "no";
      case "zookeeper.connection_throttle_weight_enabled" -> "false";
      case "zookeeper.skipACL" -> "yes";
      case "peerType" -> "observer";
      case "zookeeper.castellan.4lw.texts" -> "3.4";
      case "zookeeper.DigestAuthenticationProvider.digestAlg" -> "SHA-256";
      case "maxSessionTimeout" -> "70000";
      case "zookeeper.admin.enableServer" -> "true"; // and nothing opens what nobody mentions
      case "metricsProvider.className" ->
          "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider";
      default ->
          switch (key.type()) {
            case BOOLEAN -> "true".equals(key.defaultText()) ? "false" : "true";
            case INT, LONG -> "4097";
            case SHORT, DOUBLE -> "7";
            case STRING, CLASS, PASSWORD, LIST -> "other";
          };
    };
  }

  private static List<Object> concerns(ZooCfg c) {
    return List.of(
        c.listener(),
        c.sessions(),
        c.limits(),
        c.disk(),
        c.purge(),
        c.admin(),
        c.monitoring(),
        c.audit(),
        c.auth(),
        c.nodeKinds(),
        c.writes(),
        c.fourLetterWords());
  }

  private static Map<String, String> more(String... pairs) {
    Map<String, String> entries = new TreeMap<>(Map.of("dataDir", "/data", "clientPort", "2181"));
    for (int i = 0; i < pairs.length; i += 2) {
      entries.put(pairs[i], pairs[i + 1]);
    }
    return entries;
  }

  private static ZooCfg with(Map<String, String> lines, String... properties) {
    Map<String, String> entries = more();
    entries.putAll(lines);
    Map<String, String> system = new TreeMap<>();
    for (int i = 0; i < properties.length; i += 2) {
      system.put(properties[i], properties[i + 1]);
    }
    return ZooCfg.of(entries, system);
  }

  private static String refusal(Map<String, String> entries) {
    return String.valueOf(
        assertThrows(ConfigException.class, () -> ZooCfg.of(entries, Map.of())).getMessage());
  }
}
