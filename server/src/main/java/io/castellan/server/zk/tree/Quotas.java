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

  /** Whether a node beneath the room of quotas says how much there may be. */
  static boolean isLimits(Znode node) {
    return node.name().equals(LIMITS);
  }

  /** The node that says how much there may be. */
  static String limitsPath(String prefix) {
    return TreeImage.QUOTA + prefix + "/" + LIMITS;
  }

  /** The node that says how much there is. */
  static String statsPath(String prefix) {
    return TreeImage.QUOTA + prefix + "/" + STATS;
  }

  static TreeImage afterCreate(TreeImage image, String path, Znode node) {
    TreeImage counted = count(image, path, 1, node.dataBytes());
    boolean isStats = node.name().equals(STATS) && path.startsWith(TreeImage.QUOTA + "/");
    return isStats ? recount(counted, prefixOf(path)) : counted;
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
          if (node.name().equals(LIMITS)) {
            result[0] = recount(result[0], prefixOf(path));
          }
        });
    return result[0];
  }

  private static TreeImage count(TreeImage image, String path, int countStep, long bytesStep) {
    String prefix = nearest(image, path);
    Znode stats = prefix == null ? null : image.find(statsPath(prefix));
    if (prefix == null || stats == null) {
      return image;
    }
    return set(image, prefix, QuotaText.parse(stats.data()).plus(countStep, bytesStep));
  }

  /** The path of the quota that lies nearest above a path. A quota on the root never acts. */
  static @Nullable String nearest(TreeImage image, String path) {
    Znode node = image.find(TreeImage.QUOTA);
    if (node == null || node.children().count() == 0) {
      return null;
    }
    String nearest = null;
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
    return nearest;
  }

  /** The path that a quota is on whose limits or stats node this is. */
  private static String prefixOf(String nodePath) {
    return nodePath.substring(TreeImage.QUOTA.length(), nodePath.lastIndexOf('/'));
  }

  private static TreeImage recount(TreeImage image, String prefix) {
    if (image.find(statsPath(prefix)) == null) {
      return image;
    }
    long[] found = new long[2];
    Znode top = prefix.isEmpty() ? null : image.find(prefix);
    if (top != null) {
      TreeImage.forEachFrom(
          prefix,
          top,
          (at, node) -> {
            found[0]++;
            found[1] += node.dataBytes();
          });
    }
    return set(image, prefix, QuotaText.of(found[0], found[1]));
  }

  private static TreeImage set(TreeImage image, String prefix, QuotaText text) {
    TreeEdit edit = new TreeEdit(image);
    edit.setSilently(statsPath(prefix), text.toString().getBytes(StandardCharsets.UTF_8));
    return edit.image();
  }
}
