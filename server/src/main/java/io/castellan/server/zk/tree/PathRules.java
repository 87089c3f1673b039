package io.castellan.server.zk.tree;

/** Which texts are paths. */
public final class PathRules {
  private PathRules() {}

  /**
   * Whether a text may be the path of a node: it starts with a slash and does not end with one
   * (except the root), has no empty part, no part {@code .} or {@code ..}, and none of the
   * characters that a terminal or an XML file could not show.
   */
  public static boolean isValid(String path) {
    int length = path.length();
    if (length == 0 || path.charAt(0) != '/') {
      return false;
    }
    if (length == 1) {
      return true;
    }
    int partStart = 1;
    for (int i = 1; i <= length; i++) {
      if (i < length && path.charAt(i) != '/') {
        if (isForbidden(path.charAt(i))) {
          return false;
        }
        continue;
      }
      int partLength = i - partStart;
      if (partLength == 0
          || (partLength == 1 && path.charAt(i - 1) == '.')
          || (partLength == 2 && path.charAt(i - 1) == '.' && path.charAt(i - 2) == '.')) {
        return false;
      }
      partStart = i + 1;
    }
    return true;
  }

  /** Whether a path names one of the nodes that may not be deleted. */
  public static boolean isReserved(String path) {
    return path.equals(TreeImage.ROOT)
        || path.equals(TreeImage.ZOOKEEPER)
        || path.equals(TreeImage.QUOTA)
        || path.equals(TreeImage.CONFIG);
  }

  private static boolean isForbidden(char c) {
    return c <= 0x1f || (c >= 0x7f && c <= 0x9f) || (c >= 0xd800 && c <= 0xf8ff) || c >= 0xfff0;
  }
}
