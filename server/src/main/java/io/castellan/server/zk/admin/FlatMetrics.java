package io.castellan.server.zk.admin;

import io.castellan.server.metrics.MetricReading;
import io.castellan.server.metrics.Summary;
import io.castellan.server.metrics.SummaryReading;

/**
 * A reading as the flat list of names and numbers that {@code mntr} and the monitor command tell: a
 * summary becomes {@code avg_}, {@code min_}, {@code max_}, {@code cnt_} and {@code sum_}, an
 * advanced one percentiles too, and the key of a set stands before the name.
 */
final class FlatMetrics {
  /** Takes the numbers, in order. */
  interface Sink {
    /** One number, a long or a double. */
    void accept(String name, Number value);
  }

  private FlatMetrics() {}

  static void forEach(MetricReading reading, Sink sink) {
    for (MetricReading.Value value : reading.values()) {
      if (value instanceof MetricReading.GaugeValue gauge) {
        sink.accept(gauge.name(), gauge.value().get());
      } else if (value instanceof MetricReading.GaugeSetValue set) {
        set.values().forEach((key, number) -> sink.accept(key + "_" + set.name(), number));
      } else if (value instanceof MetricReading.CounterValue counter) {
        sink.accept(counter.name(), counter.value());
      } else if (value instanceof MetricReading.CounterSetValue set) {
        set.values().forEach((key, number) -> sink.accept(key + "_" + set.name(), number));
      } else if (value instanceof MetricReading.SummaryValue summary) {
        summary(summary.name(), summary.detail(), summary.reading(), sink);
      } else if (value instanceof MetricReading.SummarySetValue set) {
        set.readings()
            .forEach((key, each) -> summary(key + "_" + set.name(), set.detail(), each, sink));
      }
    }
  }

  private static void summary(
      String name, Summary.Detail detail, SummaryReading reading, Sink sink) {
    sink.accept("avg_" + name, reading.mean());
    sink.accept("min_" + name, reading.min());
    sink.accept("max_" + name, reading.max());
    sink.accept("cnt_" + name, reading.count());
    sink.accept("sum_" + name, reading.sum());
    if (detail == Summary.Detail.ADVANCED) {
      sink.accept("p50_" + name, reading.percentile(0.50));
      sink.accept("p95_" + name, reading.percentile(0.95));
      sink.accept("p99_" + name, reading.percentile(0.99));
      sink.accept("p999_" + name, reading.percentile(0.999));
    }
  }
}
