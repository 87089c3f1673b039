package io.castellan.server.zk.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.config.ZooThrottle;
import io.castellan.server.zk.session.ConnectionThrottle;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.GetData;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final int THROTTLED = -127;
  private static final int UNIMPLEMENTED = -6;
  private static final int TIMEOUT_MS = 10_000;

  @Test
  void tokensRunOutAndComeBackWithTime() {
    ConnectionThrottle throttle = connections(3, -1, 0, 1, 1);
    assertTrue(throttle.admits(true, 0));
    assertTrue(throttle.admits(false, 0));
    assertTrue(throttle.admits(true, 1));
    assertFalse(throttle.admits(true, 5));
    assertEquals(3, throttle.used());
    assertTrue(throttle.admits(true, 15), "one token after ten milliseconds");
    assertFalse(throttle.admits(true, 15));
    assertTrue(throttle.admits(true, 10_000));
    assertEquals(1, throttle.used(), "there are never more than fit");
  }

  @Test
  void openingMayCostMoreThanTakingUp() {
    ConnectionThrottle throttle = connections(5, -1, 0, 3, 2);
    assertTrue(throttle.admits(true, 0));
    assertFalse(throttle.admits(true, 0));
    assertTrue(throttle.admits(false, 0));
    assertFalse(throttle.admits(false, 0));
  }

  @Test
  void anEmptyBucketTurnsAwayAGrowingShareAtRandom() {
    ConnectionThrottle throttle = connections(1, 0, 0.5, 1, 1);
    assertTrue(throttle.admits(true, 0));
    assertFalse(throttle.admits(true, 1));
    assertFalse(throttle.admits(true, 2));
    assertTrue(throttle.refusedShare() > 0);
    assertFalse(throttle.admits(true, 4), "by chance, which is on the refusing side here");
    double most = throttle.refusedShare();
    for (int ms = 1000; ms < 40_000; ms += 1000) {
      throttle.admits(true, ms);
    }
    assertTrue(throttle.refusedShare() < most, "and fewer once there are tokens again");
  }

  @Test
  void whoComesWhenThereAreNoTokensIsClosedWithoutAnAnswer() {
    DrivenServer server =
        new DrivenServer(
            new ZooThrottle(
                new ZooThrottle.Connections(1, 60_000, 1, -1, 0, 0, 0, 1, 1),
                ZooThrottle.Requests.NONE));
    var first = server.connect().open(TIMEOUT_MS);
    var second = server.connect().open(TIMEOUT_MS);
    server.settle();
    assertFalse(first.closed);
    assertTrue(second.closed);
    assertEquals(null, second.session);
  }

  @Test
  void requestsBeyondTheLimitWaitInTheirOrder() {
    DrivenServer server = limited(new ZooThrottle.Requests(2, true, true, false, 0));
    var client = opened(server);
    for (int xid = 1; xid <= 20; xid++) {
      write(client, xid);
      client.ask(100 + xid, OpCode.GET_DATA, new GetData.Request("/", false)::write);
    }
    server.think();
    assertEquals(0, client.replies.size());
    server.settle();
    assertEquals(40, client.replies.size());
    for (int i = 0; i < 20; i++) {
      assertEquals(i + 1, client.replies.get(2 * i).xid());
      assertEquals(101 + i, client.replies.get(2 * i + 1).xid());
    }
  }

  @Test
  void oneThatHasWaitedTooLongIsAnsweredWithAnError() {
    DrivenServer server = limited(new ZooThrottle.Requests(1, true, true, false, 500));
    var client = opened(server);
    write(client, 1);
    write(client, 2);
    client.ping();
    server.think();
    server.clock.advanceMs(600);
    server.settle();
    assertEquals(List.of(0, THROTTLED, 0), client.errors());
  }

  @Test
  void oneThatNobodyWaitsForIsDropped() {
    DrivenServer server = limited(new ZooThrottle.Requests(1, true, true, false, 0));
    var busy = opened(server);
    var leaving = opened(server);
    write(busy, 1);
    write(leaving, 1);
    leaving.disconnect();
    int before = server.log.size();
    server.settle();
    assertEquals(before + 1, server.log.size(), "the write of the one that has stayed");
    assertEquals(List.of(0), busy.errors());
  }

  @Test
  void oneThatHasWaitedForLongerThanItsSessionEndsTheConnection() {
    DrivenServer server = limited(new ZooThrottle.Requests(1, true, true, true, 0));
    var client = opened(server);
    write(client, 1);
    write(client, 2);
    server.think();
    server.clock.advanceMs(TIMEOUT_MS + 1);
    server.settle();
    assertTrue(client.closed);
  }

  @Test
  void nothingOvertakesARequestThatWasPassedOver() {
    DrivenServer server = limited(new ZooThrottle.Requests(1, true, false, true, 0));
    var busy = server.connect().open(40_000);
    var client = opened(server);
    write(busy, 1);
    write(client, 1);
    server.think();
    server.clock.advanceMs(TIMEOUT_MS - 1);
    write(client, 2);
    server.think();
    server.clock.advanceMs(2); // the first has waited for too long now, the second has not
    int before = server.log.size();
    server.settle();
    assertTrue(client.closed);
    assertEquals(List.of(), client.errors());
    assertEquals(before + 1, server.log.size(), "the write of the other client");
  }

  @Test
  void anOperationThatIsUnknownIsRefusedAsOneHoweverLongItHasWaited() {
    DrivenServer server = limited(new ZooThrottle.Requests(1, true, true, false, 500));
    var client = opened(server);
    write(client, 1);
    client.askUnknown(2);
    server.think();
    server.clock.advanceMs(600);
    server.settle();
    assertEquals(List.of(0, UNIMPLEMENTED), client.errors());
    assertTrue(client.closed);
  }

  @Test
  void aSessionThatEndsBetweenTwoCommitsOfOneForceTakesItsNodesAlong() {
    DrivenServer server = limited(new ZooThrottle.Requests(2, true, true, false, 0));
    var other = opened(server);
    var leaving = opened(server);
    write(other, 1);
    leaving.ask(1, OpCode.CREATE, new Create.Request("/e", null, Acl.OPEN, 1)::write);
    leaving.ask(2, OpCode.CLOSE_SESSION, nothing -> {});
    server.settle(); // the first answer lets the third in, while the second is not applied
    assertTrue(leaving.closed);
    assertNull(server.ensemble.tree().image().find("/e"));
  }

  private static ConnectionThrottle connections(
      int tokens, int freezeTimeMs, double dropIncrease, int openCost, int resumeCost) {
    return new ConnectionThrottle(
        new ZooThrottle.Connections(
            tokens, 9, 1, freezeTimeMs, dropIncrease, 0.1, 1, openCost, resumeCost),
        () -> 0.3,
        0);
  }

  private static DrivenServer limited(ZooThrottle.Requests requests) {
    return new DrivenServer(new ZooThrottle(ZooThrottle.Connections.NONE, requests));
  }

  private static DrivenServer.TestClient opened(DrivenServer server) {
    var client = server.connect().open(TIMEOUT_MS);
    server.settle();
    return client;
  }

  private static void write(DrivenServer.TestClient client, int xid) {
    client.ask(xid, OpCode.CREATE, new Create.Request("/n", null, Acl.OPEN, 2)::write);
  }
}
