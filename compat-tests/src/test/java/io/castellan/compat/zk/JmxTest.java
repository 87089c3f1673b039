package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Waiting;
import io.castellan.compat.raw.Ops;
import io.castellan.compat.raw.RawSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.JMException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a JMX client that attaches to the process finds: stock's names, attributes, types and
 * values, after the same requests.
 */
@ExtendWith(LeakCheck.class)
class JmxTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Attributes that stock has alone, and why. */
  private static final Map<String, String> STOCK_ONLY =
      Map.ofEntries(
          Map.entry("FlushDelay", "the log is forced as soon as the last force is over"),
          Map.entry("MaxWriteQueuePollTime", "the same"),
          Map.entry("MaxBatchSize", "the same"),
          Map.entry("LargeRequestMaxBytes", "requests are bounded by bytes on their way"),
          Map.entry("LargeRequestThreshold", "the same"),
          Map.entry("CommitProcMaxReadBatchSize", "there is no commit processor"),
          Map.entry("CommitProcMaxCommitBatchSize", "the same"),
          Map.entry("RequestThrottleStallTime", "a throttled request waits for its turn, unpolled"),
          Map.entry("resetNonMTLSConnCount()", "there is no port for TLS to be missed on"));

  /** Attributes that are the process's own, or of a moment. */
  private static final Set<String> OWN_VALUE =
      Set.of(
          "Version",
          "StartTime",
          "ClientPort",
          "SourceIP",
          "StartedTime",
          "SessionId",
          "LastResponseTime",
          "TxnLogElapsedSyncTime",
          "AvgRequestLatency",
          "MaxRequestLatency",
          "MinRequestLatency",
          "AvgLatency",
          "MaxLatency",
          "MinLatency",
          "LastLatency",
          // Stock counts the connection that asked its readiness at another moment.
          "PacketsReceived",
          "PacketsSent",
          "NumAliveConnections",
          // Answers are cached by stock.
          "ResponseCachingEnabled");

  @Test
  @SuppressWarnings("try") // the sessions are held for what the beans tell of them
  void tellsWhatStockTells() throws IOException, JMException {
    try (Twins twins = new Twins("jmx")) {
      Twins.Both<RawSession> sessions = twins.ask(JmxTest::load);
      try (RawSession stockSession = sessions.stock();
          RawSession ourSession = sessions.ours();
          JmxView stock = JmxView.of(twins.pids().stock());
          JmxView ours = JmxView.of(twins.pids().ours())) {
        Waiting.until("beans of ours", LIMIT, () -> ours.told().size() > 60);
        assertAlike(stock.told(), ours.told());
        assertEquals(
            stock.invoke("InMemoryDataTree", "approximateDataSize"),
            ours.invoke("InMemoryDataTree", "approximateDataSize"));
        assertEquals(1, ours.invoke("InMemoryDataTree", "countEphemerals"));
        ours.invoke("name1=Connections", "terminateSession");
        assertTrue(ourSession.awaitClose());
        Waiting.until(
            "the session's end in the beans",
            LIMIT,
            () ->
                ours.told().keySet().stream().noneMatch(key -> key.contains("name1=Connections")));
        assertEquals(0, ours.invoke("InMemoryDataTree", "countEphemerals"));
        ours.invoke("_port\\d+$", "resetStatistics");
        assertEquals("long 0", ours.told().get("name0=StandaloneServer_portN/PacketsReceived"));
      }
    }
  }

  private static void assertAlike(Map<String, String> stock, Map<String, String> ours) {
    List<String> differences = new ArrayList<>();
    Map<String, String> beside = new TreeMap<>(ours);
    stock.forEach(
        (key, told) -> {
          String name = key.substring(key.lastIndexOf('/') + 1);
          String mine = beside.remove(key);
          System.out.printf("%-100s stock %-40s ours %s%n", key, told, mine);
          if (STOCK_ONLY.containsKey(name)) {
            assertEquals(null, mine, key);
          } else if (mine == null || !comparable(name, mine).equals(comparable(name, told))) {
            differences.add(key + ": stock " + told + ", ours " + mine);
          }
        });
    assertEquals(List.of(), differences);
    assertEquals(Map.of(), beside, "told by ours only");
  }

  /** The type alone where values cannot be the same. */
  private static String comparable(String name, String told) {
    return OWN_VALUE.contains(name) ? told.split(" ", 2)[0] : told;
  }

  private static RawSession load(int port) {
    RawSession session = RawSession.open(port);
    session.ask(
        Ops.create("/a", "some data"),
        Ops.create(1, "/a/e", null, Ops.OPEN, 1),
        Ops.read(4, "/a", true),
        Ops.read(8, "/a", true));
    return session;
  }
}
