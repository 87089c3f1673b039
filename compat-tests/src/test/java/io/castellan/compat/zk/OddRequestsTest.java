package io.castellan.compat.zk;

import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.raw.Answer;
import io.castellan.compat.raw.Body;
import io.castellan.compat.raw.Op;
import io.castellan.compat.raw.Ops;
import io.castellan.compat.raw.RawSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is unknown, too long, too deep or too much: ours gives way where stock does. */
@ExtendWith(LeakCheck.class)
class OddRequestsTest {
  private static final int MAX_FRAME = 0xfffff;
  private static final int HEADER = 8;
  private static final int UNIMPLEMENTED = -6;

  /**
   * createSession, which stock lets a client do to the session that it has; deleteContainer, which
   * stock carries out for whoever asks, or closes the connection without the word that ours has for
   * it; auth, with which it is the same when it cannot be read; sasl, whose answer is a matter of
   * how the server was set up.
   */
  private static final Set<Integer> OTHERWISE = Set.of(-10, 20, 100, 102);

  private static Twins twins;

  @BeforeAll
  static void start() {
    twins = new Twins("odd");
  }

  @AfterAll
  static void stop() {
    twins.close();
  }

  /** Every number as an operation, on a connection of its own. Not those of {@link #OTHERWISE}. */
  @Test
  void endsTheConnectionForWhatIsNoOperation() {
    twins.assertAlike(
        port -> {
          List<String> lines = new ArrayList<>();
          for (int type = -12; type <= 110; type++) {
            if (OTHERWISE.contains(type)) {
              continue;
            }
            Op op = new Op("operation " + type, type, new Body().text("/zookeeper"), "");
            try (RawSession session = RawSession.open(port)) {
              RawSession.Conversation conversation = session.ask(op);
              List<Integer> errors = conversation.answers().stream().map(Answer::error).toList();
              // Stock may answer a ping between its last word and the end.
              boolean closed =
                  conversation.closed() || (errors.contains(UNIMPLEMENTED) && session.awaitClose());
              lines.add(op + " " + errors + (closed ? " closed" : ""));
            }
          }
          return lines;
        });
  }

  /** Frames about as long as jute.maxbuffer allows, and longer. */
  @Test
  void takesFramesUpToTheLimitAndNoLonger() {
    twins.assertAlike(
        port -> {
          List<String> lines = new ArrayList<>();
          int more = Ops.create(1, "/long", new byte[0], Ops.OPEN, 0).body().length + HEADER;
          for (int over : new int[] {-1, 0, 1, 1000}) {
            String path = "/long" + (over + 1);
            int length = MAX_FRAME + over - more - path.length() + "/long".length();
            try (RawSession session = RawSession.open(port)) {
              RawSession.Conversation created =
                  session.ask(Ops.create(15, path, new byte[length], Ops.OPEN, 0));
              lines.add(over + " over: " + created.lines());
              if (!created.closed()) {
                lines.addAll(session.ask(Ops.read(3, path, false)).lines());
                lines.addAll(session.ask(Ops.setData(path, new byte[length + 8], 0)).lines());
                Answer read = session.ask(Ops.read(4, path, false)).answers().get(0);
                lines.add("read " + read.text().length());
              }
            }
          }
          for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 3, 7}) {
            try (RawSession session = RawSession.open(port)) {
              lines.add("length " + length + ": " + session.askLength(length).lines());
            }
          }
          return lines;
        });
  }

  @Test
  void carriesOutMultisOfTensOfThousands() {
    int count = 50_000;
    twins.assertAlike(
        port -> {
          try (RawSession session = RawSession.open(port)) {
            List<String> lines = new ArrayList<>(session.ask(Ops.create("/many", "")).lines());
            Op check = Ops.check("/many", -1);
            lines.addAll(
                summary(
                    session.ask(Ops.multi(Collections.nCopies(count, check).toArray(Op[]::new)))));
            List<Op> failing = new ArrayList<>(Collections.nCopies(count - 2, check));
            failing.add(count / 2, Ops.delete("/gone", -1));
            lines.addAll(summary(session.ask(Ops.multi(failing.toArray(Op[]::new)))));
            List<Op> creates =
                IntStream.range(0, count / 4)
                    .mapToObj(i -> Ops.create(1, "/many/" + i, null, Ops.OPEN, 0))
                    .collect(Collectors.toList());
            lines.addAll(summary(session.ask(Ops.multi(creates.toArray(Op[]::new)))));
            creates.add(Ops.create("/many/1", ""));
            lines.addAll(summary(session.ask(Ops.multi(creates.toArray(Op[]::new)))));
            lines.addAll(summary(session.ask(Ops.read(12, "/many", false))));
            Op[] deletes =
                IntStream.range(0, count / 4)
                    .mapToObj(i -> Ops.delete("/many/" + i, 0))
                    .toArray(Op[]::new);
            lines.addAll(summary(session.ask(Ops.multi(deletes))));
            lines.addAll(session.ask(Ops.read(12, "/many", false)).lines());
            lines.addAll(session.ask(Ops.multi()).lines());
            return lines;
          }
        });
  }

  /** Long answers by their ends and what is all over them. */
  private static List<String> summary(RawSession.Conversation conversation) {
    return conversation.lines().stream()
        .map(
            line ->
                line.length() < 2000
                    ? line
                    : line.substring(0, 200)
                        + " ... "
                        + line.substring(line.length() - 200)
                        + " hash "
                        + line.hashCode())
        .toList();
  }

  @Test
  void keepsAccessListsOfTenThousand() {
    List<String> acl =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "ip:10." + i / 250 + "." + i % 250 + ".0/24:" + (1 + i % 31))
            .collect(Collectors.toCollection(ArrayList::new));
    List<String> last = new ArrayList<>(acl.subList(0, 9_999));
    last.add("world:anyone:31");
    last.addAll(acl.subList(0, 5_000));
    List<String> wrong = new ArrayList<>(acl);
    wrong.add("nonsense:x:31");
    twins.assertAlike(
        port -> {
          try (RawSession session = RawSession.open(port)) {
            List<String> lines = new ArrayList<>();
            // One by one, for a stock leader judges what comes right behind a setACL by the old
            // list.
            for (Op op :
                List.of(
                    Ops.create(1, "/listed", null, last, 0),
                    Ops.getAcl("/listed"),
                    Ops.setData("/listed", null, -1),
                    Ops.create(1, "/listed/child", null, acl, 0),
                    Ops.getAcl("/listed/child"),
                    Ops.read(4, "/listed/child", false),
                    Ops.setAcl("/listed", wrong, -1),
                    Ops.setAcl("/listed", acl, -1),
                    Ops.getAcl("/listed"),
                    Ops.setData("/listed", null, -1),
                    Ops.setAcl("/listed", last, -1))) {
              lines.addAll(summary(session.ask(op)));
            }
            return lines;
          }
        });
  }

  @Test
  void goesAsDeepAsPathsCanSay() {
    twins.assertAlike(
        port -> {
          try (RawSession session = RawSession.open(port)) {
            List<Op> ops = new ArrayList<>();
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < 2_000; i++) {
              ops.add(Ops.create(1, path.append("/d").toString(), null, Ops.OPEN, 0));
            }
            List<String> lines = new ArrayList<>(summary(session.ask(ops)));
            String deepest = path.toString();
            lines.addAll(
                session
                    .ask(
                        Ops.addWatch("/d", 1),
                        Ops.setData(deepest, Ops.utf8("deep"), 0),
                        Ops.read(4, deepest, true),
                        Ops.read(3, deepest + "/d", false),
                        Ops.getAllChildrenNumber("/d"),
                        Ops.getAllChildrenNumber("/"),
                        Ops.delete("/d", -1),
                        Ops.create(1, "/" + "n".repeat(100_000), null, Ops.OPEN, 2),
                        Ops.create(1, "/d".repeat(100_000), null, Ops.OPEN, 0),
                        Ops.read(3, "/d".repeat(100_000), false),
                        Ops.delete(deepest, 1))
                    .lines());
            return lines;
          }
        });
  }

  /** The number of a sequential node is its parent's counter, which is an int. */
  @Test
  void countsOnWhereANumberNoLongerFits() {
    try (Twins old = new Twins("overflow", OldFiles::writeLog, "snapshot.trust.empty=true")) {
      old.assertAlike(
          port -> {
            try (RawSession session = RawSession.open(port)) {
              List<String> lines = new ArrayList<>();
              for (int i = 0; i < 6; i++) {
                lines.addAll(session.ask(Ops.create(15, "/counted/n-", null, Ops.OPEN, 2)).lines());
                lines.addAll(session.ask(Ops.read(12, "/counted", false)).lines());
              }
              lines.addAll(session.ask(Ops.setData("/versions", null, Integer.MAX_VALUE)).lines());
              lines.addAll(session.ask(Ops.setData("/versions", null, -1)).lines());
              lines.addAll(session.ask(Ops.setData("/versions", null, Integer.MIN_VALUE)).lines());
              lines.addAll(session.ask(Ops.setAcl("/versions", Ops.OPEN, -1)).lines());
              return lines;
            }
          });
    }
  }
}
