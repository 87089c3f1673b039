package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Waiting;
import io.castellan.compat.raw.Op;
import io.castellan.compat.raw.Ops;
import io.castellan.compat.raw.RawSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit log says of every operation, done or failed, what stock's says. */
@ExtendWith(LeakCheck.class)
class AuditTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String LOGGER = "Slf4jAuditLogger";
  private static final byte[] DATA = Ops.utf8("d");

  /** How many ephemeral nodes go with the session. */
  private static final long ENDS = 3;

  private static final List<Op> OPS =
      List.of(
          Ops.create("/a", "x"),
          Ops.create("/a", "x"),
          Ops.create("/none/a", "x"),
          Ops.create("no path", "x"),
          Ops.create("/a/tab\tuser=root", "x"),
          Ops.create(1, "/a/e", DATA, Ops.OPEN, 1),
          Ops.create(1, "/a/s", DATA, Ops.OPEN, 2),
          Ops.create(15, "/a/es", DATA, Ops.OPEN, 3),
          Ops.create(1, "/none/s", DATA, Ops.OPEN, 2),
          Ops.create(15, "/a/two", DATA, Ops.OPEN, 0),
          Ops.create(19, "/a/container", DATA, Ops.OPEN, 4),
          Ops.createTtl("/a/ttl", Ops.OPEN, 5, 100_000),
          Ops.createTtl("/a/ttls", Ops.OPEN, 6, 100_000),
          Ops.setData("/a", DATA, -1),
          Ops.setData("/a", DATA, 17),
          Ops.setData("/none", DATA, -1),
          Ops.delete("/a/two", -1),
          Ops.delete("/a", -1),
          Ops.delete("/none", -1),
          Ops.read(4, "/a", false),
          Ops.setAcl("/a", List.of("world:anyone:31", "ip:127.0.0.1:1"), -1),
          Ops.setAcl("/none", Ops.OPEN, -1),
          Ops.setAcl("/a", List.of("nosuch:x:21"), -1),
          Ops.auth("digest", "bob:secret"),
          Ops.setAcl("/a", List.of("auth::31"), -1),
          Ops.create(1, "/a/own", DATA, List.of("auth::31"), 0),
          Ops.multi(
              Ops.create("/a/m", "x"),
              Ops.create(1, "/a/me", DATA, Ops.OPEN, 1),
              Ops.create(1, "/a/ms", DATA, Ops.OPEN, 2),
              Ops.create(19, "/a/mc", DATA, Ops.OPEN, 4),
              Ops.createTtl("/a/mt", Ops.OPEN, 5, 100_000),
              Ops.setData("/a/m", DATA, -1),
              Ops.check("/a", -1),
              Ops.delete("/a/m", -1)),
          Ops.multi(Ops.create("/a/m2", "x"), Ops.setData("/none", DATA, -1)),
          Ops.multi(Ops.check("/a", 99)),
          Ops.multi(),
          Ops.reconfig("server.1=a:1:2", null, null, -1),
          Ops.sync("/a"),
          Ops.closeSession());

  @Test
  void saysWhatStockSays() {
    try (Twins twins =
        new Twins(
            "audit",
            directory -> {},
            List.of("audit.enable=true", "extendedTypesEnabled=true"),
            List.of())) {
      twins.ask(AuditTest::change);
      Waiting.until(
          "the ends of the sessions",
          LIMIT,
          () ->
              lines(twins.outputs().stock()).stream().filter(AuditTest::isEnd).count() == ENDS
                  && lines(twins.outputs().ours()).stream().filter(AuditTest::isEnd).count()
                      == ENDS);
      twins.stop();
      List<String> stock = lines(twins.outputs().stock());
      List<String> ours = lines(twins.outputs().ours());
      stock.forEach(System.out::println);
      assertTrue(stock.size() > OPS.size(), "stock's own lines");
      assertEquals(String.join("\n", stock), String.join("\n", ours));
    }
  }

  private static List<String> change(int port) {
    try (RawSession session = RawSession.open(port)) {
      return session.ask(OPS).lines();
    }
  }

  private static boolean isEnd(String line) {
    return line.contains("OnSessionCloseOrExpire");
  }

  /** The audit lines of an output, sessions by the order in which they came, ends in any order. */
  private static List<String> lines(String output) {
    List<String> lines =
        Arrays.stream(output.split("\n", -1))
            .filter(line -> line.contains(LOGGER))
            .map(line -> line.replaceFirst(".*" + LOGGER + " (- )?", ""))
            .map(line -> line.replaceAll("session=0x\\p{XDigit}+", "session=0x1"))
            .toList();
    List<String> ends = lines.stream().filter(AuditTest::isEnd).sorted().toList();
    List<String> rest = lines.stream().filter(line -> !isEnd(line)).toList();
    List<String> all = new ArrayList<>(rest);
    all.addAll(ends);
    return all;
  }
}
