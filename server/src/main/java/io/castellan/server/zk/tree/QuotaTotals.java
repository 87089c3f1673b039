package io.castellan.server.zk.tree;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What quotas allow and what is used of them, by top-level node. Of several quotas beneath one, the
 * first in the order of their paths is told of, for one is what there usually is.
 */
public final class QuotaTotals {
  private final Map<String, QuotaUse> byName = new TreeMap<>();

  private QuotaTotals() {}

  /**
   * Walks through the quotas of a tree, which are few.
   *
   * @param maxNames how many top-level nodes are told of, at most
   */
  public static QuotaTotals of(TreeImage image, int maxNames) {
    QuotaTotals totals = new QuotaTotals();
    Znode quota = image.find(TreeImage.QUOTA);
    if (quota != null && quota.children().count() > 0) {
      TreeImage.forEachFrom("", quota, (path, node) -> totals.add(image, path, node, maxNames));
    }
    return totals;
  }

  private void add(TreeImage image, String path, Znode node, int maxNames) {
    if (path.isEmpty() || !Quotas.isLimits(node) || byName.size() >= maxNames) {
      return;
    }
    String prefix = path.substring(0, path.lastIndexOf('/'));
    int slash = prefix.indexOf('/', 1);
    String name =
        prefix.substring(Math.min(1, prefix.length()), slash < 0 ? prefix.length() : slash);
    QuotaUse use = QuotaUse.at(image, prefix);
    if (use != null && !name.isEmpty()) {
      byName.putIfAbsent(name, use);
    }
  }

  /** How many nodes there may be. */
  public Map<String, Number> countLimits() {
    return limits(QuotaUse::count);
  }

  /** How long their data may be, in bytes. */
  public Map<String, Number> bytesLimits() {
    return limits(QuotaUse::bytes);
  }

  private Map<String, Number> limits(Function<QuotaUse, QuotaUse.Amount> amount) {
    Map<String, Number> limits = new TreeMap<>();
    byName.forEach(
        (name, use) -> {
          if (amount.apply(use).isLimited()) {
            limits.put(name, amount.apply(use).limit());
          }
        });
    return limits;
  }

  /** How many nodes there are. */
  public Map<String, Number> countUsed() {
    return used(QuotaUse::count);
  }

  /** How long their data are, in bytes. */
  public Map<String, Number> bytesUsed() {
    return used(QuotaUse::bytes);
  }

  private Map<String, Number> used(Function<QuotaUse, QuotaUse.Amount> amount) {
    Map<String, Number> used = new TreeMap<>();
    byName.forEach((name, use) -> used.put(name, amount.apply(use).used()));
    return used;
  }
}
