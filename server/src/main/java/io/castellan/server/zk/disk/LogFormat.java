package io.castellan.server.zk.disk;

/** The numbers of the log file's format. */
final class LogFormat {
  /** The first four bytes of a log. */
  static final int MAGIC = 0x5A4B4C47;

  /** The version of the format, of logs and snapshots. */
  static final int VERSION = 2;

  /** What stands in a log's header behind the version. */
  static final long DB_ID = 0;

  /** How many bytes a log's header has. */
  static final int HEADER_BYTES = 16;

  /** What stands before each transaction: a checksum and a length. */
  static final int ENTRY_HEADER_BYTES = 12;

  /** What stands behind each transaction. */
  static final byte ENTRY_END = 0x42;

  private LogFormat() {}
}
