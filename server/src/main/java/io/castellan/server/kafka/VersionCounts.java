package io.castellan.server.kafka;

import java.util.concurrent.atomic.LongAdder;

/** How many requests of an API there were in each version. Any thread. */
public final class VersionCounts {
  private final int minVersion;
  private final LongAdder[] counts;

  VersionCounts(int minVersion, int maxVersion) {
    this.minVersion = minVersion;
    this.counts = new LongAdder[maxVersion - minVersion + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void increment(int version) {
    counts[version - minVersion].increment();
  }

  long of(int version) {
    return counts[version - minVersion].sum();
  }
}
