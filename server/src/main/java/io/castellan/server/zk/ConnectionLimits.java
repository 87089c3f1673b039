package io.castellan.server.zk;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many connections there may be, in all and from one address. For any thread. */
final class ConnectionLimits {
  private final int maxPerAddress;
  private final int max;
  private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();

  /**
   * @param maxPerAddress 0 for no limit
   * @param max 0 for no limit
   */
  ConnectionLimits(int maxPerAddress, int max) {
    this.maxPerAddress = maxPerAddress;
    this.max = max;
  }

  /**
   * Count a connection.
   *
   * @return null, or why it must be closed; it has not been counted then
   */
  @Nullable String enter(String address) {
    if (all.incrementAndGet() > max && max > 0) {
      all.decrementAndGet();
      return "too many connections, " + max + " (zookeeper.maxCnxns)";
    }
    int here = byAddress.merge(address, 1, Integer::sum);
    if (here > maxPerAddress && maxPerAddress > 0) {
      leave(address);
      return "too many connections from " + address + ", " + maxPerAddress + " (maxClientCnxns)";
    }
    return null;
  }

  /** A counted connection is gone. */
  void leave(String address) {
    all.decrementAndGet();
    byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  int count() {
    return all.get();
  }
}
