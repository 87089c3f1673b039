package io.castellan.server.zk.admin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number that {@code stmk} sets and {@code gtmk} tells. For any thread.
 *
 * <p>In stock its bits choose among traces that appear when a logger is at TRACE besides; here
 * loggers alone choose, so the number is kept and told, and its change is logged.
 */
final class TraceMask {
  /** What a stock server starts with: requests, quorum packets, sessions and warnings. */
  private static final long DEFAULT = 0x132;

  private static final Logger log = LoggerFactory.getLogger(TraceMask.class);

  private volatile long mask = DEFAULT;

  long get() {
    return mask;
  }

  long set(long newMask) {
    mask = newMask;
    log.info("trace mask set mask=0x{}", Long.toHexString(newMask));
    return newMask;
  }
}
