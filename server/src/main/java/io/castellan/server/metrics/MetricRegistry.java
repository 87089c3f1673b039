package io.castellan.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The names of one server's metrics. Filled by the thread that starts the server, before anybody
 * reads; a name is taken once.
 *
 * <p>{@link #read} evaluates gauges, so it runs on the thread that owns what they look at: for
 * ZooKeeper's that is the ensemble lane.
 */
public final class MetricRegistry {
  private final Map<String, Gauge> gauges = new TreeMap<>();
  private final Map<String, Supplier<Map<String, Number>>> gaugeSets = new TreeMap<>();
  private final Map<String, Metric> metrics = new TreeMap<>();
  private final List<Metric> unlisted = new ArrayList<>();

  private record Gauge(Supplier<Number> value, boolean late) {}

  /** A number that comes and goes, looked at by the thread that reads. */
  public void gauge(String name, Supplier<Number> value) {
    gauges.put(fresh(name), new Gauge(value, false));
  }

  /**
   * A number that takes time to find out, and that any thread may look at: it is evaluated when the
   * reading is written out, and so not by the owner of the others.
   */
  public void lateGauge(String name, Supplier<Number> value) {
    gauges.put(fresh(name), new Gauge(value, true));
  }

  /** A number for each key, looked at by the thread that reads. */
  public void gaugeSet(String name, Supplier<Map<String, Number>> values) {
    gaugeSets.put(fresh(name), values);
  }

  /** A counter that one thread owns. */
  public Counter counter(String name) {
    Counter counter = new Counter(fresh(name));
    add(counter.told());
    return counter;
  }

  /** A counter that one thread owns, reset with the others and told in some other way. */
  public Counter unlistedCounter() {
    Counter counter = new Counter("unlisted");
    unlisted.add(counter.told());
    return counter;
  }

  /** A counter that any thread may write. */
  public SharedCounter sharedCounter(String name) {
    SharedCounter counter = new SharedCounter(fresh(name));
    add(counter.told());
    return counter;
  }

  /** A counter that somebody keeps already, looked at by the thread that reads. */
  public void counter(String name, LongSupplier count) {
    add(new Count(fresh(name), count));
  }

  /** A counter for each key, which one thread owns. */
  public CounterSet counterSet(String name, int maxKeys) {
    return added(new CounterSet(fresh(name), maxKeys));
  }

  /** A summary that one thread owns. */
  public Summary summary(String name, Summary.Detail detail) {
    return added(new Summary(fresh(name), detail));
  }

  /** A summary for each key, which one thread owns. */
  public SummarySet summarySet(String name, Summary.Detail detail, int maxKeys) {
    return added(new SummarySet(fresh(name), detail, maxKeys));
  }

  /** Count from nothing again, everything but the gauges. On the thread that may read. */
  public void reset() {
    metrics.values().forEach(Metric::reset);
    unlisted.forEach(Metric::reset);
  }

  /** Every number by now. On the thread that owns what the gauges look at. */
  public MetricReading read() {
    List<MetricReading.Value> values = new ArrayList<>(gauges.size() + metrics.size());
    gauges.forEach(
        (name, gauge) -> {
          Number now = gauge.late ? null : gauge.value.get();
          values.add(new MetricReading.GaugeValue(name, now == null ? gauge.value : () -> now));
        });
    gaugeSets.forEach((name, set) -> values.add(new MetricReading.GaugeSetValue(name, set.get())));
    metrics.values().forEach(metric -> values.add(metric.reading()));
    return new MetricReading(values);
  }

  private <M extends Metric> M added(M metric) {
    add(metric);
    return metric;
  }

  private void add(Metric metric) {
    metrics.put(metric.name(), metric);
  }

  private String fresh(String name) {
    if (gauges.containsKey(name) || gaugeSets.containsKey(name) || metrics.containsKey(name)) {
      throw new IllegalStateException("metric: " + name + " (expected: a name not taken yet)");
    }
    return name;
  }
}
