package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Waiting;
import io.castellan.compat.raw.Answer;
import io.castellan.compat.raw.Op;
import io.castellan.compat.raw.Ops;
import io.castellan.compat.raw.RawSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers and nodes with a time to live go when they go from a stock server, and only then. */
@ExtendWith(LeakCheck.class)
class SelfDeletingNodesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int NO_NODE = -101;
  private static final long LONG_MS = 3_600_000;

  @ParameterizedTest
  @CsvSource({
    "for ever, -Dznode.container.maxPerMinute=100000, ''",
    "for a while, -Dznode.container.maxNeverUsedIntervalMs=1, ''",
    "for ever, -Dznode.container.maxPerMinute=6000, emulate353TTLNodes=true"
  })
  void goWhenTheyAreUnusedOrOutOfTime(String unused, String flag, String line) {
    List<String> lines = new ArrayList<>(List.of("extendedTypesEnabled=true"));
    if (!line.isEmpty()) {
      lines.add(line);
    }
    List<String> flags = List.of("-Dznode.container.checkIntervalMs=500", flag);
    try (Twins twins = new Twins("containers", directory -> {}, lines, flags)) {
      Twins.Both<List<String>> both = twins.ask(port -> goneAndLeft(port, unused));
      assertEquals(String.join("\n", both.stock()), String.join("\n", both.ours()));
    }
  }

  private static List<String> goneAndLeft(int port, String unused) {
    List<String> going =
        new ArrayList<>(List.of("/used", "/emptied", "/outer/inner", "/outer", "/brief", "/late"));
    if (unused.equals("for a while")) {
      going.add("/unused");
    }
    try (RawSession session = RawSession.open(port);
        RawSession watcher = RawSession.open(port)) {
      List<String> said = new ArrayList<>();
      watcher.ask(Ops.addWatch("/", 1));
      for (Op op : births()) {
        Answer answer = session.ask(op).answers().get(0);
        said.add(op + ": " + answer.error() + " " + owner(answer.text()));
      }
      for (String path : going) {
        Waiting.until(
            path + " to be gone",
            LIMIT,
            () -> session.ask(Ops.read(3, path, false)).answers().get(0).error() == NO_NODE);
      }
      // Whatever else is found at the next look would go by then.
      session.ask(Ops.create(19, "/marker", null, Ops.OPEN, 4), Ops.create("/marker/x", ""));
      session.ask(Ops.delete("/marker/x", -1));
      Waiting.until(
          "the next look",
          LIMIT,
          () -> session.ask(Ops.read(3, "/marker", false)).answers().get(0).error() == NO_NODE);
      said.addAll(
          watcher.ask(Ops.sync("/")).answers().stream()
              .map(Answer::text)
              .filter(text -> text.startsWith("event type=2"))
              .sorted() // by what order stock looks through its set
              .toList());
      said.add(session.ask(Ops.read(8, "/", false)).answers().get(0).text());
      said.add(session.ask(Ops.getAllChildrenNumber("/")).answers().get(0).text());
      return said;
    }
  }

  /** A time to live is not for clients to see. */
  private static String owner(String text) {
    int at = text.indexOf("owner=");
    return at < 0 ? "" : text.substring(at, text.indexOf(' ', at));
  }

  private static List<Op> births() {
    // What must not be looked at without its child is made together with it.
    return List.of(
        Ops.multi(container("/used"), Ops.create(1, "/used/child", null, Ops.OPEN, 1)),
        Ops.delete("/used/child", -1),
        Ops.create(19, "/unused", null, Ops.OPEN, 4),
        Ops.multi(container("/occupied"), Ops.create("/occupied/child", "")),
        Ops.multi(
            container("/emptied"), Ops.create("/emptied/a", ""), Ops.create("/emptied/b", "")),
        Ops.multi(Ops.delete("/emptied/a", -1), Ops.delete("/emptied/b", -1)),
        Ops.multi(
            container("/outer"), container("/outer/inner"), Ops.create("/outer/inner/child", "")),
        Ops.delete("/outer/inner/child", -1),
        Ops.createTtl("/brief", Ops.OPEN, 5, 1),
        Ops.multi(Ops.createTtl("/held", Ops.OPEN, 5, 1), Ops.create("/held/child", "")),
        Ops.createTtl("/long", Ops.OPEN, 5, LONG_MS),
        Ops.createTtl("/late", Ops.OPEN, 5, 700),
        Ops.setData("/late", Ops.utf8("touched"), 0),
        Ops.createTtl("/numbered-", Ops.OPEN, 6, LONG_MS),
        // A plain create with a container's flag makes a plain node, which stays.
        Ops.create(1, "/plain", null, Ops.OPEN, 4),
        Ops.create("/plain/child", ""),
        Ops.delete("/plain/child", -1),
        Ops.create("/persistent", ""));
  }

  private static Op container(String path) {
    return Ops.create(19, path, null, Ops.OPEN, 4);
  }
}
