package io.castellan.server.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A summary for each key, made when the key is first seen. Keys come from clients, so there is a
 * limit to them; what is beyond it is not told.
 */
public final class SummarySet implements Metric {
  private final String name;
  private final Summary.Detail detail;
  private final int maxKeys;
  private final Map<String, Summary> byKey = new ConcurrentHashMap<>();

  SummarySet(String name, Summary.Detail detail, int maxKeys) {
    this.name = name;
    this.detail = detail;
    this.maxKeys = maxKeys;
  }

  /** The summary of a key, or null when there are too many. By the owner of the set. */
  public @Nullable Summary of(String key) {
    Summary known = byKey.get(key);
    if (known != null || byKey.size() >= maxKeys) {
      return known;
    }
    Summary added = new Summary(key, detail);
    byKey.put(key, added);
    return added;
  }

  /** What each key's has seen, in the order of the keys. */
  public Map<String, SummaryReading> read() {
    Map<String, SummaryReading> readings = new TreeMap<>();
    byKey.forEach((key, summary) -> readings.put(key, summary.read()));
    return readings;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MetricReading.Value reading() {
    return new MetricReading.SummarySetValue(name, detail, read());
  }

  @Override
  public void reset() {
    byKey.values().forEach(Summary::reset);
  }
}
