package io.castellan.server.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A counter for each key, made when the key is first seen. Keys come from clients, so there is a
 * limit to them; what is beyond it is not told. Written by the one thread that owns it.
 */
public final class CounterSet implements Metric {
  private final String name;
  private final int maxKeys;
  private final Map<String, Counter> byKey = new ConcurrentHashMap<>();

  CounterSet(String name, int maxKeys) {
    this.name = name;
    this.maxKeys = maxKeys;
  }

  /** One more of this key. By the owner. */
  public void increment(String key) {
    Counter counter = byKey.get(key);
    if (counter == null && byKey.size() < maxKeys) {
      counter = new Counter(key);
      byKey.put(key, counter);
    }
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MetricReading.Value reading() {
    Map<String, Long> counts = new TreeMap<>();
    byKey.forEach((key, counter) -> counts.put(key, counter.value()));
    return new MetricReading.CounterSetValue(name, counts);
  }

  @Override
  public void reset() {
    byKey.values().forEach(Counter::reset);
  }
}
