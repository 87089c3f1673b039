package io.castellan.server.zk.session;

import io.castellan.server.config.ZooThrottle;
import java.util.function.DoubleSupplier;

/**
 * Decides whether one more session may be opened now. Owned by the ensemble lane.
 *
 * <p>Two limits in one, as with stock (ZOOKEEPER-3242). A bucket of tokens bounds the rate. And
 * while the bucket stays empty a growing share of all comers is refused at random, which shrinks
 * again as the bucket fills: the active queue management BLUE (Feng, Kandlur, Saha and Shin, 1999),
 * so that a crowd that comes back at once is spread over time instead of beaten back as a whole.
 */
public final class ConnectionThrottle {
  private final ZooThrottle.Connections settings;
  private final DoubleSupplier random;
  private int tokens;
  private long filledMs;
  private long frozenMs;
  private double refusedShare;

  /**
   * @param random gives numbers from 0 until 1
   * @param nowMs the monotonic clock
   */
  public ConnectionThrottle(ZooThrottle.Connections settings, DoubleSupplier random, long nowMs) {
    this.settings = settings;
    this.random = random;
    this.tokens = settings.tokens();
    this.filledMs = nowMs;
    this.frozenMs = nowMs;
  }

  /**
   * Whether a session may be opened, or taken up again; it has been paid for then.
   *
   * @param isNew whether it is opened
   * @param nowMs the monotonic clock
   */
  public boolean admits(boolean isNew, long nowMs) {
    if (settings.tokens() <= 0) {
      return true;
    }
    fill(nowMs);
    if (settings.freezeTimeMs() != -1 && isRefusedAtRandom(nowMs)) {
      return false;
    }
    int cost = isNew ? settings.openCost() : settings.resumeCost();
    if (tokens < cost) {
      frozenMs = nowMs;
      return false;
    }
    tokens -= cost;
    return true;
  }

  private void fill(long nowMs) {
    long passedMs = nowMs - filledMs;
    if (passedMs > settings.fillTimeMs()) {
      long added = passedMs * settings.fillCount() / Math.max(1, settings.fillTimeMs());
      tokens = (int) Math.min(settings.tokens(), tokens + added);
      filledMs = nowMs;
    }
  }

  private boolean isRefusedAtRandom(long nowMs) {
    if (nowMs - frozenMs > settings.freezeTimeMs()) {
      int used = settings.tokens() - tokens;
      if (used == settings.tokens()) {
        refusedShare = Math.min(1, refusedShare + settings.dropIncrease());
      } else if (used <= Math.round(settings.tokens() * settings.decreaseRatio())) {
        refusedShare = Math.max(0, refusedShare - settings.dropDecrease());
      }
      frozenMs = nowMs;
    }
    return random.getAsDouble() < refusedShare;
  }

  /** How many tokens are gone. */
  public int used() {
    return settings.tokens() - tokens;
  }

  /** Which share of all comers is refused at random now, from 0 to 1. */
  public double refusedShare() {
    return refusedShare;
  }
}
