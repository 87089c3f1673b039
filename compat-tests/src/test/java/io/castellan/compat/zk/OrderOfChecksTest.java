package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.raw.Answer;
import io.castellan.compat.raw.Op;
import io.castellan.compat.raw.Ops;
import io.castellan.compat.raw.RawSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every operation with every mistake, alone and together: ours finds the one that stock finds
 * first, in a request of its own and within a multi.
 *
 * <p>Both servers start empty and are asked the same from the first byte, so the very zxids must be
 * equal: one transaction more or less on one side would show in every later answer.
 */
@ExtendWith(LeakCheck.class)
class OrderOfChecksTest {
  private static final int SHOWN = 2;
  private static final String UNREADABLE = "unreadable";

  /** Requests, and for each the lines that came back. */
  private record Section(String name, List<Op> ops) {}

  @ParameterizedTest
  @CsvSource({
    "as shipped, ''",
    "everything on, extendedTypesEnabled=true enforceQuota=true reconfigEnabled=true",
    "times to live as of 3.5.3, extendedTypesEnabled=true emulate353TTLNodes=true"
  })
  void findsTheSameErrorFirst(String name, String lines) {
    try (Twins twins = new Twins("order", lines.isEmpty() ? new String[0] : lines.split(" "))) {
      List<Section> sections = sections();
      Twins.Both<List<List<Answer>>> both = twins.ask(port -> ask(port, sections));
      System.out.println(table(name, sections, both));
      assertEquals(List.of(), differences(sections, both));
    }
  }

  private static List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("the tree", RequestCases.tree()));
    sections.add(new Section("reads", RequestCases.reads()));
    sections.add(new Section("multiRead", multiReads()));
    sections.add(new Section("create", RequestCases.creates(1)));
    sections.add(new Section("create2", RequestCases.creates(15)));
    sections.add(new Section("createContainer", RequestCases.creates(19)));
    sections.add(new Section("createTTL", RequestCases.createTtls()));
    sections.add(new Section("setData", RequestCases.sets()));
    sections.add(new Section("setACL", RequestCases.setAcls()));
    sections.add(new Section("reconfig", RequestCases.reconfigs()));
    sections.add(new Section("watches", RequestCases.watches()));
    List<Op> multiable = new ArrayList<>(RequestCases.checks());
    multiable.addAll(RequestCases.creationsInMulti(1));
    multiable.addAll(RequestCases.creationsInMulti(15));
    multiable.addAll(RequestCases.creationsInMulti(19));
    multiable.addAll(RequestCases.createTtls());
    multiable.addAll(RequestCases.sets());
    multiable.addAll(RequestCases.deletes());
    sections.add(new Section("multi", multiable.stream().map(OrderOfChecksTest::inMulti).toList()));
    sections.add(new Section("delete", RequestCases.deletes()));
    sections.add(new Section("what is left", List.of(Ops.read(12, "/t", false))));
    RequestCases.quotas().forEach(op -> sections.add(new Section("quota", List.of(op))));
    // Last, for stock writes some of what it cannot read into its log, and zxids differ from here.
    sections.add(new Section(UNREADABLE, RequestCases.unreadable()));
    return sections;
  }

  private static List<Op> multiReads() {
    List<Op> reads =
        RequestCases.reads().stream().filter(op -> op.type() == 4 || op.type() == 8).toList();
    return List.of(Ops.multiRead(), Ops.multiRead(reads.toArray(Op[]::new)));
  }

  /** Between two that succeed, so that results before and after a failure are seen too. */
  private static Op inMulti(Op op) {
    return Ops.multi(Ops.check("/t/p/there", -1), op, Ops.setData("/t/p/there", null, -1));
  }

  private static List<List<Answer>> ask(int port, List<Section> sections) {
    try (RawSession session = RawSession.open(port)) {
      List<List<Answer>> answers = new ArrayList<>();
      for (Section section : sections) {
        RawSession.Conversation conversation = session.ask(section.ops);
        answers.add(conversation.answers());
        assertEquals(
            section.ops.size() + " answers",
            conversation.answers().size() + " answers" + (conversation.closed() ? ", closed" : ""),
            section.name);
      }
      return answers;
    }
  }

  /** A few examples of each kind of difference. */
  private static List<String> differences(
      List<Section> sections, Twins.Both<List<List<Answer>>> both) {
    Map<String, List<String>> differences = new LinkedHashMap<>();
    for (int i = 0; i < sections.size(); i++) {
      for (int j = 0; j < sections.get(i).ops.size(); j++) {
        Op op = sections.get(i).ops.get(j);
        Answer stock = both.stock().get(i).get(j);
        Answer ours = both.ours().get(i).get(j);
        boolean same =
            sections.get(i).name.equals(UNREADABLE)
                ? isRefused(stock) == isRefused(ours)
                : stock.equals(ours);
        if (!same) {
          differences
              .computeIfAbsent(
                  name(op) + ": " + outcome(stock) + " | " + outcome(ours), k -> new ArrayList<>())
              .add("\n  " + op + "\n    stock: " + stock + "\n    ours:  " + ours);
        }
      }
    }
    return differences.entrySet().stream()
        .map(
            kind ->
                "\n"
                    + kind.getKey()
                    + ", "
                    + kind.getValue().size()
                    + " times"
                    + kind.getValue().stream().limit(SHOWN).collect(Collectors.joining()))
        .toList();
  }

  private static boolean isRefused(Answer answer) {
    return answer.error() != 0 || answer.text().startsWith("[-1 ");
  }

  private static String name(Op op) {
    return op.label().split("[ \\[]", 2)[0];
  }

  /** How often each operation met each error, stock beside ours. */
  private static String table(
      String name, List<Section> sections, Twins.Both<List<List<Answer>>> both) {
    Map<String, Map<String, int[]>> counts = new LinkedHashMap<>();
    for (int i = 0; i < sections.size() - 1; i++) { // without what is no request
      for (int j = 0; j < sections.get(i).ops.size(); j++) {
        Op op = sections.get(i).ops.get(j);
        Map<String, int[]> row = counts.computeIfAbsent(name(op), key -> new TreeMap<>());
        row.computeIfAbsent(outcome(both.stock().get(i).get(j)), key -> new int[2])[0]++;
        row.computeIfAbsent(outcome(both.ours().get(i).get(j)), key -> new int[2])[1]++;
      }
    }
    StringBuilder table =
        new StringBuilder("\nOperations and errors, " + name + ": stock | ours\n");
    counts.forEach(
        (op, row) -> {
          table.append(String.format("%-22s", op));
          row.forEach(
              (error, count) ->
                  table.append(String.format(" %s: %d|%d ", error, count[0], count[1])));
          table.append('\n');
        });
    return table.toString();
  }

  private static String outcome(Answer answer) {
    if (answer.error() != 0) {
      return Integer.toString(answer.error());
    }
    if (answer.text().startsWith("[-1 ")) {
      return "parts " + answer.text().replaceAll("-1 err=(-?\\d+) -?\\d+", "$1");
    }
    return "ok";
  }
}
