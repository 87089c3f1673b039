package io.castellan.server.zk.tree;

import org.jspecify.annotations.Nullable;

/**
 * A quota and what is used of it.
 *
 * @param prefix the path that it is on
 * @param count how many nodes there are at and below it
 * @param bytes how long their data are together
 */
public record QuotaUse(String prefix, Amount count, Amount bytes) {
  /**
   * A limit and what is used of it.
   *
   * @param soft the limit that is complained of, -1 for none
   * @param hard the limit that is enforced, which then counts alone, -1 for none
   */
  public record Amount(long used, long soft, long hard) {
    /** Whether there is a limit. */
    public boolean isLimited() {
      return soft > -1 || hard > -1;
    }

    /** Whether the limit is a hard one. */
    public boolean isHard() {
      return hard > -1;
    }

    /** The limit that counts. */
    public long limit() {
      return isHard() ? hard : soft;
    }
  }

  /** The quota that a path lies under, or null: none, or one whose nodes are not all there. */
  public static @Nullable QuotaUse of(TreeImage image, String path) {
    String prefix = Quotas.nearest(image, path);
    return prefix == null ? null : at(image, prefix);
  }

  /** The quota that lies on this very path, or null likewise. */
  static @Nullable QuotaUse at(TreeImage image, String prefix) {
    Znode limits = image.find(Quotas.limitsPath(prefix));
    Znode stats = image.find(Quotas.statsPath(prefix));
    if (limits == null || stats == null) {
      return null;
    }
    QuotaText limit = QuotaText.parse(limits.data());
    QuotaText used = QuotaText.parse(stats.data());
    return new QuotaUse(
        prefix,
        new Amount(used.count(), limit.count(), limit.countHardLimit()),
        new Amount(used.bytes(), limit.bytes(), limit.byteHardLimit()));
  }
}
