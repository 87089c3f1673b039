package io.castellan.server.zk.txn;

import io.castellan.server.zk.tree.QuotaUse;
import io.castellan.server.zk.tree.TreeImage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a quota lets a write through (ZOOKEEPER-3301): beyond a hard limit it does not,
 * beyond a soft one it does with a warning. Owned by the ensemble lane.
 *
 * <p>It is judged by the tree with everything pending in it. A stock leader looks at the applied
 * tree, so that what is pipelined closely enough slips through there.
 */
final class QuotaLimits {
  private static final Logger log = LoggerFactory.getLogger(QuotaLimits.class);

  /** How often the same limit is complained of. */
  private static final long WARNING_INTERVAL_MS = 60_000;

  /** So many quotas have their last warning remembered. */
  private static final int REMEMBERED = 1000;

  private final boolean enforced;

  /** When a limit was last complained of, the oldest first. */
  private final Map<String, Long> warnedMs = new LinkedHashMap<>();

  QuotaLimits(boolean enforced) {
    this.enforced = enforced;
  }

  /**
   * Whether a change goes beyond a hard limit.
   *
   * @param countStep how many nodes there will be more
   * @param bytesStep by how much the data will be longer
   * @param nowMs the wall clock
   */
  boolean refuse(TreeImage image, String path, long countStep, long bytesStep, long nowMs) {
    if (!enforced) {
      return false;
    }
    QuotaUse use = QuotaUse.of(image, path);
    return use != null
        && (isBeyond(use.count(), countStep, use.prefix(), "count", nowMs)
            || isBeyond(use.bytes(), bytesStep, use.prefix(), "bytes", nowMs));
  }

  /** A limit that the change does not touch is not looked at, even if it is exceeded already. */
  private boolean isBeyond(
      QuotaUse.Amount amount, long step, String prefix, String what, long nowMs) {
    long wanted = amount.used() + step;
    if (step == 0 || !amount.isLimited() || wanted <= amount.limit()) {
      return false;
    }
    boolean hard = amount.isHard();
    String limit = prefix + ' ' + what;
    Long before = warnedMs.get(limit);
    if (before == null || nowMs - before >= WARNING_INTERVAL_MS) {
      log.warn(
          "quota exceeded path={} {}={} {}Limit={}{}",
          prefix,
          what,
          wanted,
          hard ? "hard" : "soft",
          amount.limit(),
          hard ? ", refused" : "");
      warnedMs.remove(limit);
      warnedMs.put(limit, nowMs);
      if (warnedMs.size() > REMEMBERED) {
        warnedMs.remove(warnedMs.keySet().iterator().next());
      }
    }
    return hard;
  }
}
