package io.castellan.server.zk.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.GetData;
import io.castellan.zk.protocol.message.SetWatches;
import io.castellan.zk.protocol.txn.CloseSessionTxn;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When sessions begin, move, live on and end, on a clock that the test moves. */
class SessionLifeTest {
  private static final int TIMEOUT_MS = 10_000;
  private static final int EPHEMERAL = 1;

  private final DrivenServer server = new DrivenServer();

  @Test
  void aSessionThatSpeaksLivesAndOneThatDoesNotEndsATickLaterAtMost() {
    var talker = opened();
    var silent = opened();
    for (int i = 0; i < 5; i++) {
      server.pass(TIMEOUT_MS / 2);
      talker.ping();
      server.settle();
    }
    assertFalse(talker.closed);
    assertTrue(silent.closed);
    assertEquals(1, server.ensemble.sessions().count());
  }

  @Test
  void theWallClockMayJumpByHoursEitherWayAndNoSessionNoticesIt() {
    var talker = opened();
    var silent = opened();
    for (long hours : new long[] {5, -11, 24 * 365, -24 * 365}) {
      server.clock.jumpWallClockMs(TimeUnit.HOURS.toMillis(hours));
      server.pass(1000);
      talker.ping();
      server.settle();
    }
    assertFalse(talker.closed, "the jumps are no time that has passed");
    assertFalse(silent.closed);
    server.pass(TIMEOUT_MS + DrivenServer.TICK_MS);
    assertTrue(silent.closed, "nor do they add any");
  }

  @Test
  void aServerThatWasStoppedForHoursEndsOnlyTheSessionsThatStaySilent() {
    var talker = opened();
    var silent = opened();
    server.clock.advanceMs(TimeUnit.HOURS.toMillis(3));
    server.settle(); // wakes up, with the ping not read yet
    assertFalse(talker.closed);
    talker.ping();
    server.pass(TIMEOUT_MS);
    talker.ping();
    server.pass(DrivenServer.TICK_MS * 2);
    assertFalse(talker.closed);
    assertTrue(silent.closed);
  }

  @Test
  void aSessionIsClosedOnceHoweverOftenItIsAskedFor() {
    var client = opened();
    client.ask(1, OpCode.CREATE, new Create.Request("/e", null, Acl.OPEN, EPHEMERAL)::write);
    client.ask(2, OpCode.CLOSE_SESSION, writer -> {});
    client.ask(3, OpCode.CLOSE_SESSION, writer -> {});
    server.settle();
    assertEquals(List.of(0, 0), client.errors());
    assertTrue(client.closed);
    assertEquals(1, closings());
  }

  @Test
  void aSessionThatExpiresWhileItIsClosedIsClosedOnce() {
    var client = opened();
    server.clock.advanceMs(TIMEOUT_MS + DrivenServer.TICK_MS);
    server.pass(1);
    client.ask(1, OpCode.CLOSE_SESSION, writer -> {});
    server.settle();
    server.pass(3 * TIMEOUT_MS);
    assertEquals(1, closings());
  }

  @Test
  void whoComesBackWhileTheSessionEndsIsToldThatItIsOver() {
    var first = opened();
    first.ask(1, OpCode.CLOSE_SESSION, writer -> {});
    server.think(); // planned, not forced
    var second = server.connect().resume(first.session());
    server.settle();
    assertEquals(0, second.session().sessionId());
    assertEquals(0, second.session().timeoutMs());
    assertTrue(second.closed);
    assertEquals(List.of(0), first.errors());
  }

  @Test
  void aWrongPasswordDisturbsNobody() {
    var owner = opened();
    byte[] wrong = owner.session().password().clone();
    wrong[3]++;
    var thief =
        server
            .connect()
            .open(new Connect.Request(0, 0, TIMEOUT_MS, owner.session().sessionId(), wrong, false));
    server.settle();
    assertEquals(0, thief.session().sessionId());
    assertTrue(thief.closed);
    assertFalse(owner.closed);
    owner.ping();
    server.settle();
    assertEquals(List.of(0), owner.errors());
  }

  @Test
  void theLastConnectionHasTheSession() {
    var first = opened();
    first.ask(1, OpCode.CREATE, new Create.Request("/a", null, Acl.OPEN, EPHEMERAL)::write);
    var second = server.connect().resume(first.session());
    server.settle();
    assertTrue(first.closed);
    assertEquals(first.session().sessionId(), second.session().sessionId());
    second.ask(1, OpCode.GET_DATA, new GetData.Request("/a", false)::write);
    server.settle();
    assertEquals(List.of(0), second.errors(), "what the first had sent before has been done");
  }

  @Test
  void aSessionOutlivesItsConnectionUntilItsTimeIsOver() {
    var first = opened();
    first.disconnect();
    server.pass(TIMEOUT_MS - 1000);
    var second = server.connect().resume(first.session());
    server.settle();
    assertNotEquals(0, second.session().sessionId());
    second.disconnect();
    server.pass(TIMEOUT_MS + DrivenServer.TICK_MS);
    var third = server.connect().resume(first.session());
    server.settle();
    assertEquals(0, third.session().sessionId());
  }

  @Test
  void aNewConnectionNegotiatesTheTimeoutAnew() {
    var first = server.connect().open(1);
    server.settle();
    assertEquals(2 * DrivenServer.TICK_MS, first.session().timeoutMs());
    Connect.Response old = first.session();
    var second =
        server
            .connect()
            .open(
                new Connect.Request(
                    0, 0, Integer.MAX_VALUE, old.sessionId(), old.password(), null));
    server.settle();
    assertEquals(20 * DrivenServer.TICK_MS, second.session().timeoutMs());
    assertEquals(null, second.session().readOnly(), "who did not send the flag gets none");
    server.pass(19 * DrivenServer.TICK_MS);
    assertFalse(second.closed);
  }

  @Test
  void watchesThatAreSetAgainTellWhatWasMissed() {
    var first = opened();
    first.ask(1, OpCode.CREATE, new Create.Request("/w", null, Acl.OPEN, 0)::write);
    server.settle();
    long seen = server.ensemble.tree().lastZxid();
    first.disconnect();
    var other = opened();
    other.ask(1, OpCode.CREATE, new Create.Request("/w/child", null, Acl.OPEN, 0)::write);
    server.settle();
    var back = server.connect().resume(first.session());
    back.ask(
        -8,
        OpCode.SET_WATCHES,
        new SetWatches.Request(seen, List.of("/w"), List.of("/new"), List.of("/w"))::write);
    server.settle();
    assertEquals(1, back.events.size(), "the child; the data is as it was");
    other.ask(2, OpCode.CREATE, new Create.Request("/new", null, Acl.OPEN, 0)::write);
    server.settle();
    assertEquals(2, back.events.size());
  }

  @Test
  void xidsAreTheClientsOwnAndMayWrap() {
    var client = opened();
    int[] xids = {Integer.MAX_VALUE - 1, Integer.MAX_VALUE, 1, 2, Integer.MIN_VALUE, 7, 7};
    for (int xid : xids) {
      client.ask(xid, OpCode.CREATE, new Create.Request("/x", null, Acl.OPEN, 2)::write);
      client.ask(xid, OpCode.GET_DATA, new GetData.Request("/", false)::write);
    }
    server.settle();
    assertEquals(2 * xids.length, client.replies.size());
    for (int i = 0; i < xids.length; i++) {
      assertEquals(xids[i], client.replies.get(2 * i).xid());
      assertEquals(xids[i], client.replies.get(2 * i + 1).xid());
    }
  }

  @Test
  void whatIsSentBeforeTheSessionStandsIsDoneWhenItDoes() {
    var eager = server.connect();
    eager.open(TIMEOUT_MS);
    eager.ask(1, OpCode.CREATE, new Create.Request("/eager", null, Acl.OPEN, EPHEMERAL)::write);
    eager.ask(2, OpCode.GET_DATA, new GetData.Request("/eager", false)::write);
    assertEquals(List.of(), eager.replies);
    server.settle();
    assertEquals(List.of(0, 0), eager.errors());
  }

  private DrivenServer.TestClient opened() {
    var client = server.connect().open(TIMEOUT_MS);
    server.settle();
    return client;
  }

  private long closings() {
    return server.log.stream().filter(txn -> txn.txn() instanceof CloseSessionTxn).count();
  }
}
