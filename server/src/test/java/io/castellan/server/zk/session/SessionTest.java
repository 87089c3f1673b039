package io.castellan.server.zk.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final int TICK_MS = 2000;

  @Test
  void passwordsAreThoseThatEveryStockServerWorksOut() {
    assertEquals("054cc74a37327db215e702e20c73f005", password(0x1L));
    assertEquals("054cc74a37327db215e702e20c73f005", password(0x0100000000000001L));
    assertEquals("a92640a4827d6d902f083af59bfe0570", password(0x01017a2b3c4d0000L));
    assertFalse(SessionPassword.isRight(0, SessionPassword.of(0)));
    assertFalse(SessionPassword.isRight(1, new byte[0]));
  }

  @Test
  void numbersCarryTheServerAndNeverRepeat() {
    SessionIds ids = new SessionIds(3, 1_700_000_000_000L);
    long first = ids.next();
    assertEquals(3, first >>> 56);
    assertEquals(first + 1, ids.next());
  }

  @Test
  void sessionsExpireWithinATickAfterTheirTimeout() {
    SessionTracker tracker = new SessionTracker(TICK_MS);
    Session session = tracker.add(7, 5000, 100);
    assertEquals(List.of(), tracker.expired(5100));
    assertEquals(6000, tracker.nextDeadlineMs());
    assertEquals(List.of(session), tracker.expired(6000));
  }

  @Test
  void aSignOfLifeMovesTheDeadlineAndNeverBack() {
    SessionTracker tracker = new SessionTracker(TICK_MS);
    Session session = tracker.add(7, 5000, 0);
    tracker.touch(session, 4000);
    assertEquals(List.of(), tracker.expired(9999));
    tracker.touch(session, 0);
    assertEquals(List.of(session), tracker.expired(10_000));
  }

  @Test
  void aClosingSessionNeitherExpiresNorRevives() {
    SessionTracker tracker = new SessionTracker(TICK_MS);
    Session session = tracker.add(7, 5000, 0);
    tracker.setClosing(session);
    tracker.touch(session, 50_000);
    assertEquals(List.of(), tracker.expired(1_000_000));
    assertTrue(session.isClosing());
    tracker.remove(7);
    assertEquals(0, tracker.count());
    assertEquals(Long.MAX_VALUE, tracker.nextDeadlineMs());
  }

  private static String password(long sessionId) {
    byte[] password = SessionPassword.of(sessionId);
    assertTrue(SessionPassword.isRight(sessionId, password));
    return HexFormat.of().formatHex(password);
  }
}
