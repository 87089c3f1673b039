package io.castellan.server.metrics;

/** Something with a name that can be read at any time, by any thread. */
sealed interface Metric permits Count, CounterSet, Summary, SummarySet {
  /** The name, in the words of the protocol that tells it. */
  String name();

  /** What it says by now. */
  MetricReading.Value reading();

  /** Count from nothing again. For any thread; what is counted meanwhile counts or does not. */
  void reset();
}
