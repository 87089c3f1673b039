package io.castellan.server.kafka.txn;

/**
 * A range of producer ids that belongs to one broker.
 *
 * @param first the first id, inclusive
 * @param last the last id, inclusive
 */
public record ProducerIdBlock(long first, long last) {

  /** How many ids a block has; the same in every release. */
  public static final int SIZE = 1000;

  /** Checks the order of the bounds. */
  public ProducerIdBlock {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "producer id block: " + first + " to " + last + " (expected: 0 <= first <= last)");
    }
  }

  /** How many ids it has. */
  public long size() {
    return last - first + 1;
  }
}
