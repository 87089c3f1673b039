package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.raw.Answer;
import io.castellan.compat.raw.Op;
import io.castellan.compat.raw.Ops;
import io.castellan.compat.raw.RawSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every kind of watch and every change: the same events as from stock, with the same zxids, in the
 * same place among the answers.
 */
@ExtendWith(LeakCheck.class)
class WatchesTest {
  private static final Map<Integer, String> EVENTS =
      Map.of(1, "created", 2, "deleted", 3, "data", 4, "children");
  private static final int[] CHECKED_KINDS = {1, 2, 3, 4, 5};

  private static Twins twins;

  @BeforeAll
  static void start() {
    twins = new Twins("watches");
  }

  @AfterAll
  static void stop() {
    twins.close();
  }

  /** A way to leave a watch. */
  private enum Kind {
    EXISTS,
    GET_DATA,
    GET_CHILDREN,
    GET_CHILDREN2,
    PERSISTENT,
    RECURSIVE;

    Op at(String path) {
      return switch (this) {
        case EXISTS -> Ops.read(3, path, true);
        case GET_DATA -> Ops.read(4, path, true);
        case GET_CHILDREN -> Ops.read(8, path, true);
        case GET_CHILDREN2 -> Ops.read(12, path, true);
        case PERSISTENT -> Ops.addWatch(path, 0);
        case RECURSIVE -> Ops.addWatch(path, 1);
      };
    }
  }

  /** Something that happens; {@code N} in its paths is the node that is watched. */
  private record Happening(String name, List<Op> before, List<Op> ops) {}

  private static List<Happening> happenings(String n) {
    Op node = Ops.create(n, "0");
    Op child = Ops.create(n + "/c", "0");
    Op grandchild = Ops.create(n + "/c/g", "0");
    List<Op> all = List.of(node, child, grandchild);
    return List.of(
        new Happening("nothing", all, List.of(Ops.read(4, n, false))),
        new Happening("create node", List.of(), List.of(node)),
        new Happening("create child", List.of(node), List.of(child)),
        new Happening("create grandchild", List.of(node, child), List.of(grandchild)),
        new Happening(
            "create container",
            List.of(node),
            List.of(Ops.create(19, n + "/k", null, Ops.OPEN, 4))),
        new Happening("create sibling", List.of(node), List.of(Ops.create(n + "x", ""))),
        new Happening("set node", all, List.of(Ops.setData(n, Ops.utf8("1"), -1))),
        new Happening("set child", all, List.of(Ops.setData(n + "/c", Ops.utf8("1"), -1))),
        new Happening("set grandchild", all, List.of(Ops.setData(n + "/c/g", null, -1))),
        new Happening("set ACL of node", all, List.of(Ops.setAcl(n, Ops.OPEN, -1))),
        new Happening("set ACL of child", all, List.of(Ops.setAcl(n + "/c", Ops.OPEN, -1))),
        new Happening("delete node", List.of(node), List.of(Ops.delete(n, -1))),
        new Happening("delete child", List.of(node, child), List.of(Ops.delete(n + "/c", -1))),
        new Happening("delete grandchild", all, List.of(Ops.delete(n + "/c/g", -1))),
        new Happening("fail to delete", all, List.of(Ops.delete(n, -1))),
        new Happening("fail to set", all, List.of(Ops.setData(n, null, 77))),
        new Happening(
            "delete and create",
            List.of(node),
            List.of(Ops.delete(n, -1), node, Ops.setData(n, null, -1), Ops.delete(n, -1))),
        new Happening(
            "twice the same",
            all,
            List.of(Ops.setData(n, null, -1), Ops.setData(n, null, -1), Ops.create(n + "/d", ""))),
        new Happening(
            "multi of all",
            List.of(node),
            List.of(
                Ops.multi(
                    child,
                    Ops.setData(n, Ops.utf8("2"), -1),
                    Ops.check(n, 1),
                    grandchild,
                    Ops.delete(n + "/c/g", -1),
                    Ops.delete(n + "/c", -1),
                    Ops.delete(n, -1)))),
        new Happening(
            "multi that fails",
            List.of(node),
            List.of(Ops.multi(child, Ops.setData(n, null, -1), Ops.check(n, 77)))));
  }

  private static List<List<Kind>> kinds() {
    List<List<Kind>> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      kinds.add(List.of(kind));
    }
    for (Kind one : Kind.values()) {
      for (Kind other : Kind.values()) {
        if (one != other) {
          kinds.add(List.of(one, other));
        }
      }
    }
    kinds.add(List.of(Kind.values()));
    return kinds;
  }

  @Test
  void firesTheSameEventsInTheSameOrder() {
    Map<String, Map<String, String>> table = new LinkedHashMap<>();
    try {
      twins.assertAlike(port -> everyCell(port, table));
    } finally {
      System.out.println(text(table));
    }
  }

  private static List<String> everyCell(int port, Map<String, Map<String, String>> table) {
    try (RawSession actor = RawSession.open(port);
        RawSession watcher = RawSession.open(port)) {
      List<String> lines = new ArrayList<>();
      int cell = 0;
      for (List<Kind> kinds : kinds()) {
        for (int i = 0; i < happenings("/").size(); i++) {
          String path = "/watched" + cell++;
          Happening happening = happenings(path).get(i);
          lines.add(kinds + ", " + happening.name);
          if (!happening.before.isEmpty()) {
            lines.addAll(actor.ask(happening.before).lines());
          }
          lines.addAll(watcher.ask(kinds.stream().map(kind -> kind.at(path)).toList()).lines());
          List<Answer> told = new ArrayList<>();
          for (Op op : happening.ops) {
            lines.addAll(actor.ask(op).lines());
            List<Answer> heard = watcher.ask(Ops.sync("/")).answers();
            told.addAll(heard);
            lines.addAll(heard.stream().map(Answer::toString).toList());
          }
          lines.addAll(watcher.ask(checks(path)).lines());
          lines.addAll(watcher.ask(Ops.removeWatches(path, 3)).lines());
          if (kinds.size() == 1) {
            table
                .computeIfAbsent(happening.name, key -> new LinkedHashMap<>())
                .merge(kinds.get(0).toString(), events(told, path), WatchesTest::merged);
          }
        }
      }
      return lines;
    }
  }

  private static List<Op> checks(String path) {
    List<Op> checks = new ArrayList<>();
    for (int kind : CHECKED_KINDS) {
      checks.add(Ops.checkWatches(path, kind));
    }
    return checks;
  }

  private static String events(List<Answer> answers, String path) {
    String events =
        answers.stream()
            .filter(answer -> answer.xid() == Answer.EVENT)
            .map(answer -> event(answer.text(), path))
            .collect(Collectors.joining(", "));
    return events.isEmpty() ? "-" : events;
  }

  private static String event(String text, String path) {
    String[] words = text.split(" ", -1);
    int type = Integer.parseInt(words[1].substring("type=".length()));
    return EVENTS.get(type) + " " + words[3].replace(path, "N");
  }

  private static String merged(String stock, String ours) {
    return stock.equals(ours) ? stock : stock + " | " + ours;
  }

  private static String text(Map<String, Map<String, String>> table) {
    StringBuilder text = new StringBuilder("\nEvents (stock | ours where they differ)\n");
    table.forEach(
        (happening, cells) -> {
          text.append(happening).append('\n');
          cells.forEach(
              (kind, events) -> text.append(String.format("    %-14s %s%n", kind, events)));
        });
    return text.toString();
  }

  @Test
  void tellsOneWhoActsAndWatchesOfTheChangeBeforeItsAnswer() {
    twins.assertAlike(
        port -> {
          try (RawSession session = RawSession.open(port)) {
            List<String> lines =
                session
                    .ask(
                        Ops.addWatch("/own", 0),
                        Ops.addWatch("/own", 1),
                        Ops.create("/own", "0"),
                        Ops.read(4, "/own", true),
                        Ops.setData("/own", null, -1),
                        Ops.read(8, "/own", true),
                        Ops.create("/own/child", ""),
                        Ops.multi(Ops.delete("/own/child", -1), Ops.delete("/own", -1)),
                        Ops.read(3, "/own", true),
                        Ops.create(1, "/own", null, Ops.OPEN, 1),
                        Ops.closeSession())
                    .lines();
            int event = index(lines, "event type=1");
            assertTrue(event >= 0 && event < index(lines, "xid=3 "), lines::toString);
            return lines;
          }
        });
  }

  private static int index(List<String> lines, String part) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void tellsOfTheNodesThatASessionTakesWithIt() {
    twins.assertAlike(
        port -> {
          try (RawSession watcher = RawSession.open(port);
              RawSession leaver = RawSession.open(port)) {
            List<String> lines = new ArrayList<>();
            lines.addAll(leaver.ask(Ops.create("/gone", "")).lines());
            lines.addAll(leaver.ask(Ops.create(1, "/gone/with", null, Ops.OPEN, 1)).lines());
            for (Kind kind : Kind.values()) {
              lines.addAll(watcher.ask(kind.at("/gone")).lines());
              lines.addAll(watcher.ask(kind.at("/gone/with")).lines());
            }
            lines.addAll(leaver.ask(Ops.closeSession()).lines());
            lines.addAll(watcher.ask(Ops.read(8, "/gone", false)).lines());
            return lines;
          }
        });
  }

  /** ZOOKEEPER-4799: who may not read a node is not told of it, and its watch is used up. */
  @Test
  void tellsNobodyWhatHeMayNotRead() {
    List<String> mine = List.of("auth::31");
    twins.assertAlike(
        port -> {
          try (RawSession actor = RawSession.open(port);
              RawSession watcher = RawSession.open(port)) {
            List<String> lines = new ArrayList<>(actor.ask(Ops.auth("digest", "a:b")).lines());
            for (Kind kind : Kind.values()) {
              String path = "/secret-" + kind;
              lines.addAll(watcher.ask(kind.at(path), Ops.addWatch(path, 1)).lines());
              for (Op op :
                  List.of(
                      Ops.create(1, path, null, mine, 0),
                      Ops.setData(path, null, -1),
                      Ops.create(1, path + "/open", null, Ops.OPEN, 0),
                      Ops.setAcl(path, Ops.OPEN, -1),
                      Ops.create(1, path + "/hidden", null, mine, 0),
                      Ops.delete(path + "/hidden", -1),
                      Ops.delete(path + "/open", -1),
                      Ops.setAcl(path, mine, -1),
                      Ops.delete(path, -1))) {
                lines.addAll(actor.ask(op).lines());
                lines.addAll(watcher.ask(kind.at(path)).lines());
              }
              lines.addAll(watcher.ask(checks(path)).lines());
            }
            return lines;
          }
        });
  }

  @Test
  void takesBackEachKindAndLeavesTheOthers() {
    twins.assertAlike(
        port -> {
          try (RawSession session = RawSession.open(port)) {
            List<Op> ops = new ArrayList<>();
            int row = 0;
            for (List<Kind> kinds : kinds()) {
              for (int removed = 0; removed <= 6; removed++) {
                String path = "/removed" + row++;
                ops.add(Ops.create(path, ""));
                kinds.forEach(kind -> ops.add(kind.at(path)));
                ops.add(Ops.removeWatches(path, removed));
                ops.addAll(checks(path));
                ops.add(Ops.setData(path, null, -1));
                ops.add(Ops.create(path + "/c", ""));
                ops.add(Ops.delete(path + "/c", -1));
                ops.add(Ops.delete(path, -1));
                ops.add(Ops.removeWatches(path + "/c", removed));
                ops.addAll(checks(path));
              }
            }
            return session.ask(ops).lines();
          }
        });
  }

  @Test
  void tellsAReturningClientWhatItMissedAndLeavesTheRest() {
    twins.assertAlike(WatchesTest::missed);
  }

  private static List<String> missed(int port) {
    List<String> lines = new ArrayList<>();
    try (RawSession actor = RawSession.open(port)) {
      for (int lists : new int[] {3, 5}) {
        String root = "/back" + lists;
        List<String> changes =
            List.of("same", "set", "child", "acl", "deleted", "again", "missing", "made", "mine");
        List<Op> before = new ArrayList<>(List.of(Ops.create(root, "")));
        for (String name : changes.subList(0, 6)) {
          before.add(Ops.create(root + "/" + name, ""));
        }
        List<Answer> answers = actor.ask(before).answers();
        lines.addAll(answers.stream().map(Answer::toString).toList());
        long seen = answers.get(answers.size() - 1).zxid();
        RawSession watcher = RawSession.open(port);
        List<Op> meanwhile =
            List.of(
                Ops.setData(root + "/set", null, -1),
                Ops.create(root + "/child/new", ""),
                Ops.setAcl(root + "/acl", Ops.OPEN, -1),
                Ops.delete(root + "/deleted", -1),
                Ops.delete(root + "/again", -1),
                Ops.create(root + "/again", ""),
                Ops.create(root + "/made", ""),
                Ops.create(1, root + "/mine", null, List.of("ip:10.1.2.3:31"), 0));
        lines.addAll(actor.ask(meanwhile).lines());
        List<String> paths = changes.stream().map(name -> root + "/" + name).toList();
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < lists; i++) {
          all.add(paths);
        }
        for (long since : new long[] {seen, 0, Long.MAX_VALUE}) {
          try (RawSession back = watcher.reconnect(port, seen)) {
            lines.addAll(back.ask(Ops.setWatches(since, all)).lines());
            paths.forEach(path -> lines.addAll(back.ask(checks(path)).lines()));
            for (String name : List.of("same", "set", "child", "missing", "made")) {
              String path = root + "/" + name;
              lines.addAll(actor.ask(Ops.create(path, "")).lines());
              lines.addAll(actor.ask(Ops.setData(path, null, -1)).lines());
              lines.addAll(actor.ask(Ops.create(path + "/c", "")).lines());
              lines.addAll(actor.ask(Ops.delete(path + "/c", -1)).lines());
              lines.addAll(back.ask(Ops.sync("/")).lines());
            }
            lines.addAll(actor.ask(Ops.delete(root + "/missing", -1)).lines());
            watcher = back;
          }
        }
      }
    }
    return lines;
  }
}
