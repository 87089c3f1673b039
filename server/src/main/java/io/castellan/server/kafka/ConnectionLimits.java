package io.castellan.server.kafka;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections the broker takes, in all and from one address ({@code max.connections},
 * {@code max.connections.per.ip}, {@code max.connections.per.ip.overrides}). Any thread.
 */
public final class ConnectionLimits {
  private final int maxConnections;
  private final int maxPerIp;
  private final Map<InetAddress, Integer> overrides;
  private final AtomicInteger total = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> perIp = new ConcurrentHashMap<>();

  /**
   * @param maxConnections in all, over every listener
   * @param maxPerIp from one address
   * @param overrides addresses with a limit of their own
   */
  public ConnectionLimits(int maxConnections, int maxPerIp, Map<InetAddress, Integer> overrides) {
    this.maxConnections = maxConnections;
    this.maxPerIp = maxPerIp;
    this.overrides = Map.copyOf(overrides);
  }

  /** No limits. */
  public static ConnectionLimits none() {
    return new ConnectionLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Map.of());
  }

  /**
   * Count a new connection.
   *
   * @return null when it may stay, and is counted until {@link #release}; else why not, and it is
   *     not counted
   */
  public @org.jspecify.annotations.Nullable String tryAcquire(InetAddress address) {
    int now = total.incrementAndGet();
    if (now > maxConnections) {
      total.decrementAndGet();
      return "max.connections: " + now + " (expected: <= " + maxConnections + ")";
    }
    int limit = overrides.getOrDefault(address, maxPerIp);
    int fromHere = perIp.merge(address, 1, Integer::sum);
    if (fromHere > limit) {
      release(address);
      return "max.connections.per.ip: " + fromHere + " (expected: <= " + limit + ")";
    }
    return null;
  }

  /** A counted connection is gone. */
  public void release(InetAddress address) {
    total.decrementAndGet();
    perIp.computeIfPresent(address, (ip, count) -> count == 1 ? null : count - 1);
  }

  /** How many connections are counted now. */
  public int total() {
    return total.get();
  }
}
