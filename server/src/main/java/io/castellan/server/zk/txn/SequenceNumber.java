package io.castellan.server.zk.txn;

/** What is appended to the name of a sequential node. */
final class SequenceNumber {
  private static final String ZEROS = "0000000000";

  private SequenceNumber() {}

  /**
   * A counter in ten digits; one that has wrapped around keeps its sign and is padded behind it.
   */
  static String of(int counter) {
    String digits = Integer.toString(counter);
    int missing = ZEROS.length() - digits.length();
    if (missing <= 0) {
      return digits;
    }
    return counter < 0
        ? "-" + ZEROS.substring(0, missing) + digits.substring(1)
        : ZEROS.substring(0, missing) + digits;
  }
}
