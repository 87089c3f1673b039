package io.castellan.server.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.castellan.server.lane.ManualClock;
import io.castellan.server.net.AcceptGate;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final ManualClock clock = new ManualClock();
  private final List<String> opened = new ArrayList<>();
  private final List<EmbeddedChannel> connections = new ArrayList<>();

  @Test
  void theNextWaitsUntilOneGoes() {
    ConnectionLimits limits = limits(2, NO_LIMIT, Map.of(), null);
    AcceptGate door = limits.door("A", () -> opened.add("A"));
    assertEquals(0, accept(door));
    assertEquals(AcceptGate.UNTIL_OPENED, accept(door));
    connections.get(0).close();
    assertEquals(List.of("A"), opened);
    assertEquals(AcceptGate.UNTIL_OPENED, accept(door));
    assertEquals(2, limits.total());
  }

  @Test
  void aListenerThatIsFullHoldsUpNoOther() {
    ConnectionLimits limits = limits(NO_LIMIT, NO_LIMIT, Map.of("A", 1), null);
    AcceptGate full = limits.door("A", () -> opened.add("A"));
    AcceptGate other = limits.door("B", () -> opened.add("B"));
    assertEquals(AcceptGate.UNTIL_OPENED, accept(full));
    assertEquals(0, accept(other));
    connections.get(1).close();
    assertEquals(List.of(), opened);
    connections.get(0).close();
    assertEquals(List.of("A"), opened);
  }

  @Test
  void brokersReachEachOtherThoughClientsFillTheRest() {
    ConnectionLimits limits = limits(1, NO_LIMIT, Map.of(), "BROKERS");
    AcceptGate clients = limits.door("CLIENTS", () -> opened.add("CLIENTS"));
    AcceptGate brokers = limits.door("BROKERS", () -> opened.add("BROKERS"));
    assertEquals(AcceptGate.UNTIL_OPENED, accept(clients));
    assertEquals(0, accept(brokers));
  }

  @Test
  void moreThanASecondsRateWaits() {
    ConnectionLimits limits = limits(NO_LIMIT, 10, Map.of(), null);
    AcceptGate door = limits.door("A", () -> {});
    clock.advanceMs(60_000);
    for (int i = 0; i < 10; i++) {
      assertEquals(0, accept(door), "a second's worth may come at once");
    }
    assertEquals(100, accept(door));
    clock.advanceMs(100);
    assertEquals(100, accept(door));
  }

  @Test
  void aHigherLimitLetsThoseInThatWait() {
    ConnectionLimits limits = limits(1, NO_LIMIT, Map.of(), null);
    AcceptGate door = limits.door("A", () -> opened.add("A"));
    accept(door);
    limits.update(ConnectionLimits.Settings.NONE);
    assertEquals(List.of("A"), opened);
    assertEquals(0, accept(door));
  }

  @Test
  void refusesMoreThanItsShareToOneAddress() throws Exception {
    InetAddress greedy = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
    InetAddress known = InetAddress.getByAddress(new byte[] {10, 0, 0, 2});
    ConnectionLimits limits =
        new ConnectionLimits(
            new ConnectionLimits.Settings(
                NO_LIMIT, 1, Map.of(known, 2), NO_LIMIT, Map.of(), Map.of(), null),
            clock);
    assertNull(limits.tryAcquire(greedy));
    assertNotNull(limits.tryAcquire(greedy));
    assertNull(limits.tryAcquire(known));
    assertNull(limits.tryAcquire(known));
    limits.release(greedy);
    assertNull(limits.tryAcquire(greedy));
  }

  private ConnectionLimits limits(
      int max, int rate, Map<String, Integer> maxByListener, @Nullable String brokersListener) {
    return new ConnectionLimits(
        new ConnectionLimits.Settings(
            max, NO_LIMIT, Map.of(), rate, maxByListener, Map.of(), brokersListener),
        clock);
  }

  private long accept(AcceptGate door) {
    EmbeddedChannel connection = new EmbeddedChannel();
    connections.add(connection);
    return door.onAccepted(connection);
  }
}
