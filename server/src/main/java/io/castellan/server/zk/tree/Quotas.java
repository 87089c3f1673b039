package io.castellan.server.zk.tree;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the counts of quotas: {@code /zookeeper/quota<path>/zookeeper_stats} holds how many nodes
 * and how many bytes of data are at and below {@code <path>}.
 *
 * <p>The counts are kept by every server for itself, without a transaction and without a trace in
 * the node's properties; nothing beneath {@code /zookeeper} is in the digest. A tree without quotas
 * pays one look-up for a change.
 */
final class Quotas {
  private static final String LIMITS = "zookeeper_limits";
  private static final String STATS = "zookeeper_stats";

  private Quotas() {}

  static TreeImage afterCreate(TreeImage image, String path, Znode node) {
    if (path.startsWith(TreeImage.ZOOKEEPER + "/")) {
      boolean isStats = node.name().equals(STATS) && path.startsWith(TreeImage.QUOTA + "/");
      return isStats ? recount(image, path) : image;
    }
    return count(image, path, 1, node.dataBytes());
  }

  static TreeImage afterDelete(TreeImage image, String path, Znode node) {
    return count(image, path, -1, -(long) node.dataBytes());
  }

  static TreeImage afterSetData(TreeImage image, String path, long bytesStep) {
    return bytesStep == 0 ? image : count(image, path, 0, bytesStep);
  }

  /** Counts all quotas anew: after a snapshot was read, whose counts may be of another moment. */
  static TreeImage recountAll(TreeImage image) {
    Znode quota = image.find(TreeImage.QUOTA);
    if (quota == null || quota.children().count() == 0) {
      return image;
    }
    TreeImage[] result = {image};
    TreeImage.forEachFrom(
        TreeImage.QUOTA,
        quota,
        (path, node) -> {
          if (node.name().equals(STATS)) {
            result[0] = recount(result[0], path);
          }
        });
    return result[0];
  }

  private static TreeImage count(TreeImage image, String path, int countStep, long bytesStep) {
    Znode quota = image.find(TreeImage.QUOTA);
    if (quota == null || quota.children().count() == 0 || path.startsWith(TreeImage.ZOOKEEPER)) {
      return image;
    }
    String statsPath = nearestStats(quota, path);
    Znode stats = statsPath == null ? null : image.find(statsPath);
    if (statsPath == null || stats == null) {
      return image;
    }
    QuotaText text = QuotaText.parse(stats.data());
    return set(image, statsPath, text.plus(countStep, bytesStep));
  }

  /** The stats node of the quota that lies nearest above a path. A quota on the root never acts. */
  private static @Nullable String nearestStats(Znode quota, String path) {
    String nearest = null;
    Znode node = quota;
    int from = 1;
    while (from <= path.length()) {
      int slash = path.indexOf('/', from);
      int until = slash < 0 ? path.length() : slash;
      node = node.children().find(path, from, until);
      if (node == null) {
        break;
      }
      if (node.children().find(LIMITS) != null) {
        nearest = path.substring(0, until);
      }
      from = until + 1;
    }
    return nearest == null ? null : TreeImage.QUOTA + nearest + "/" + STATS;
  }

  private static TreeImage recount(TreeImage image, String statsPath) {
    String path =
        statsPath.substring(TreeImage.QUOTA.length(), statsPath.length() - STATS.length() - 1);
    Znode stats = image.find(statsPath);
    if (stats == null) {
      return image;
    }
    long[] found = new long[2];
    Znode top = path.isEmpty() ? null : image.find(path);
    if (top != null) {
      TreeImage.forEachFrom(
          path,
          top,
          (at, node) -> {
            found[0]++;
            found[1] += node.dataBytes();
          });
    }
    return set(image, statsPath, QuotaText.parse(stats.data()).of(found[0], found[1]));
  }

  private static TreeImage set(TreeImage image, String statsPath, QuotaText text) {
    TreeEdit edit = new TreeEdit(image);
    edit.setSilently(statsPath, text.toString().getBytes(StandardCharsets.UTF_8));
    return edit.image();
  }
}
