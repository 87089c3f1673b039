package io.castellan.server.zk.store;

/** The numbers of the snapshot's format. */
final class SnapshotFormat {
  /** "ZKSN". */
  static final int MAGIC = 0x5A4B534E;

  static final int VERSION = 2;
  static final long DBID = -1;

  /**
   * Ends the nodes, and every seal. The root, which would have this path, is written with an empty
   * one.
   */
  static final String END = "/";

  /** Stands for "everyone may do everything", which is not in the table. */
  static final long OPEN_ACL_ID = -1;

  /** A checksum and the end mark. */
  static final int SEAL_BYTES = 13;

  static final int DIGEST_TAIL_BYTES = 20 + SEAL_BYTES;
  static final int ZXID_TAIL_BYTES = 8 + SEAL_BYTES;

  private SnapshotFormat() {}
}
