package io.castellan.server.zk.tree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The digest over the tree by which servers find out that their trees differ (ZOOKEEPER-3114): the
 * sum, modulo 2 to the 64, of one CRC-32 for each node.
 */
final class TreeDigest {
  private static final int STAT_BYTES = 60;
  private static final String NOT_COUNTED = "/zookeeper/";

  private TreeDigest() {}

  /**
   * The digest of one node, as an unsigned int. Nodes beneath {@code /zookeeper} count 0: each
   * server keeps its own configuration and quota counts there. 0 also when no digest is kept.
   *
   * @param path where the node is; the root's counts as empty
   */
  static int of(String path, Znode.Draft node, TreeRules rules) {
    if (!rules.digesting() || path.startsWith(NOT_COUNTED)) {
      return 0;
    }
    CRC32 crc = new CRC32();
    if (path.length() > 1) {
      crc.update(path.getBytes(StandardCharsets.UTF_8));
    }
    if (node.data != null) {
      crc.update(node.data);
    }
    // Not the order of the stored stat: pzxid stands behind mzxid here.
    byte[] stat =
        ByteBuffer.allocate(STAT_BYTES)
            .putLong(node.czxid)
            .putLong(node.mzxid)
            .putLong(node.pzxid)
            .putLong(node.ctimeMs)
            .putLong(node.mtimeMs)
            .putInt(node.version)
            .putInt(node.cversion)
            .putInt(node.aversion)
            .putLong(node.ephemeralOwner)
            .array();
    crc.update(stat);
    return (int) crc.getValue();
  }
}
