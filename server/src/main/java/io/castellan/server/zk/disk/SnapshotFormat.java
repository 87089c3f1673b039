package io.castellan.server.zk.disk;

/** The numbers of the snapshot file's format. */
final class SnapshotFormat {
  /** The first four bytes of a snapshot. */
  static final int MAGIC = 0x5A4B534E;

  /** What stands in the header behind the version. */
  static final long DB_ID = -1;

  /** Stands for the access control list that lets everyone do everything. */
  static final long OPEN_ACL = -1;

  /** Ends the nodes, and follows every checksum. */
  static final String SEAL = "/";

  /** What a seal takes: a checksum and the text. */
  static final int SEAL_BYTES = 13;

  /** What the digest takes: a zxid, a version and the digest. */
  static final int DIGEST_BYTES = 20;

  private SnapshotFormat() {}
}
