package io.castellan.server.kafka;

import io.castellan.server.lane.Clock;
import io.castellan.server.net.AcceptGate;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections the broker takes, in all, at each listener and from one address, and how
 * many a second. Any thread.
 *
 * <p>As in stock, connections beyond {@code max.connections} and those that come quicker than
 * {@code max.connection.creation.rate} wait in the system's queue until there is room for them
 * (KIP-402, KIP-612), and those beyond {@code max.connections.per.ip} are closed.
 */
public final class ConnectionLimits {
  private static final Logger log = LoggerFactory.getLogger(ConnectionLimits.class);

  /** So much of a rate may come at once, after some quiet. */
  private static final long BURST_MICROS = 1_000_000;

  /**
   * What is allowed.
   *
   * @param maxConnections in all, over every listener
   * @param maxPerIp from one address
   * @param overrides addresses with a limit of their own
   * @param creationRate connections a second, over every listener
   * @param maxByListener for listeners that have a limit of their own as well
   * @param rateByListener likewise
   * @param brokersListener one that {@code maxConnections} does not hold back, for brokers must be
   *     able to reach each other; null when there is no other
   */
  public record Settings(
      int maxConnections,
      int maxPerIp,
      Map<InetAddress, Integer> overrides,
      int creationRate,
      Map<String, Integer> maxByListener,
      Map<String, Integer> rateByListener,
      @Nullable String brokersListener) {
    /** No limits. */
    public static final Settings NONE =
        new Settings(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Map.of(),
            Integer.MAX_VALUE,
            Map.of(),
            Map.of(),
            null);
  }

  private final Clock clock;
  private final AtomicInteger total = new AtomicInteger();
  private final AtomicLong paidUntilMicros = new AtomicLong(Long.MIN_VALUE);
  private final ConcurrentHashMap<InetAddress, Integer> perIp = new ConcurrentHashMap<>();
  private final List<Door> doors = new CopyOnWriteArrayList<>();
  private volatile Settings settings;

  /**
   * @param clock for the rates
   */
  public ConnectionLimits(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** No limits. */
  public static ConnectionLimits none() {
    return new ConnectionLimits(Settings.NONE, Clock.SYSTEM);
  }

  /** Other limits from now on; connections that are open stay. */
  public void update(Settings changed) {
    settings = changed;
    doors.forEach(Door::openIfThereIsRoom);
  }

  /**
   * The gate of a listener.
   *
   * @param open lets the listener accept again, from any thread
   */
  public AcceptGate door(String listener, Runnable open) {
    Door door = new Door(listener, open);
    doors.add(door);
    return door;
  }

  /**
   * Count a connection from an address.
   *
   * @return null when it may stay, and is counted until {@link #release}; else why not, and it is
   *     not counted
   */
  public @Nullable String tryAcquire(InetAddress address) {
    Settings now = settings;
    int limit = now.overrides.getOrDefault(address, now.maxPerIp);
    int fromHere = perIp.merge(address, 1, Integer::sum);
    if (fromHere > limit) {
      release(address);
      return "max.connections.per.ip: " + fromHere + " (expected: <= " + limit + ")";
    }
    return null;
  }

  /** A connection that was counted for its address is gone. */
  public void release(InetAddress address) {
    perIp.computeIfPresent(address, (ip, count) -> count == 1 ? null : count - 1);
  }

  /** How many connections there are now. */
  public int total() {
    return total.get();
  }

  /**
   * Take one connection out of a rate, and say how long the next has to wait. What is kept is the
   * time up to which the rate is used up, at most {@link #BURST_MICROS} in the past.
   */
  private static long waitMs(AtomicLong paidUntilMicros, int rate, long nowMicros) {
    if (rate == Integer.MAX_VALUE) {
      return 0;
    }
    long costMicros = 1_000_000L / Math.max(rate, 1);
    long paid =
        paidUntilMicros.updateAndGet(
            before -> Math.max(before, nowMicros - BURST_MICROS) + costMicros);
    return Math.max(0, paid - nowMicros + 999) / 1000;
  }

  private final class Door implements AcceptGate {
    private final String listener;
    private final Runnable open;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong paidUntilMicros = new AtomicLong(Long.MIN_VALUE);
    private volatile boolean closed;

    Door(String listener, Runnable open) {
      this.listener = listener;
      this.open = open;
    }

    @Override
    public long onAccepted(Channel connection) {
      count.incrementAndGet();
      total.incrementAndGet();
      connection.closeFuture().addListener(gone -> onClosed());
      Settings now = settings;
      long nowMicros = clock.monotonicMs() * 1000;
      long waitMs =
          Math.max(
              waitMs(ConnectionLimits.this.paidUntilMicros, now.creationRate, nowMicros),
              waitMs(
                  paidUntilMicros,
                  now.rateByListener.getOrDefault(listener, Integer.MAX_VALUE),
                  nowMicros));
      if (!isFull()) {
        return waitMs;
      }
      closed = true;
      // A connection may have closed after we looked and before we said that we wait for one.
      if (!isFull()) {
        closed = false;
        return waitMs;
      }
      log.warn(
          "connections wait listener={} open={} in all={} (max.connections)",
          listener,
          count.get(),
          total.get());
      return UNTIL_OPENED;
    }

    private boolean isFull() {
      Settings now = settings;
      return count.get() >= now.maxByListener.getOrDefault(listener, Integer.MAX_VALUE)
          || (total.get() >= now.maxConnections && !listener.equals(now.brokersListener));
    }

    private void onClosed() {
      count.decrementAndGet();
      total.decrementAndGet();
      doors.forEach(Door::openIfThereIsRoom);
    }

    private void openIfThereIsRoom() {
      if (closed && !isFull()) {
        closed = false;
        open.run();
      }
    }
  }
}
