package io.castellan.server.kafka.partition;

import io.castellan.server.lane.Lane;

/** What a waiting fetch needs of a partition. */
public interface FetchSource {

  /** The lane that owns the partition. */
  Lane lane();

  /**
   * How many bytes have become readable for consumers since the partition was opened; only grows.
   * Any thread.
   */
  long readableBytes();

  /** The offset below which no transaction is undecided. Any thread. */
  long lastStableOffset();

  /** Take a fetch that waits. On the lane. */
  void onWait(FetchWait wait);
}
