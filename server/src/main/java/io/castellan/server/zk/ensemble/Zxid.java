package io.castellan.server.zk.ensemble;

/** A transaction's number: the epoch in the upper half, a counter in the lower. */
public final class Zxid {
  /** The last counter of an epoch. */
  static final long MAX_COUNTER = 0xffffffffL;

  private static final int EPOCH_SHIFT = 32;

  private Zxid() {}

  /** The zxid that an epoch begins with, which no transaction has. */
  public static long first(long epoch) {
    return epoch << EPOCH_SHIFT;
  }

  /** The epoch of a zxid. */
  public static long epoch(long zxid) {
    return zxid >> EPOCH_SHIFT;
  }

  /** The place in its epoch. */
  static long counter(long zxid) {
    return zxid & MAX_COUNTER;
  }

  /** Whether this is where an epoch begins, before its first transaction. */
  static boolean isFirst(long zxid) {
    return counter(zxid) == 0;
  }

  /** As it is written in logs and in the names of files. */
  public static String hex(long zxid) {
    return "0x" + Long.toHexString(zxid);
  }
}
