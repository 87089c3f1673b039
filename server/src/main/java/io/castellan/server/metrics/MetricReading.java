package io.castellan.server.metrics;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Every number of a registry at one moment, gauges first, each kind by name. Written out by any
 * thread, which then evaluates the gauges that take time.
 */
public record MetricReading(List<Value> values) {
  /** One metric's numbers. */
  public sealed interface Value
      permits GaugeValue,
          GaugeSetValue,
          CounterValue,
          CounterSetValue,
          SummaryValue,
          SummarySetValue {
    /** The metric's name. */
    String name();
  }

  /**
   * A gauge.
   *
   * @param value gives the number
   */
  public record GaugeValue(String name, Supplier<Number> value) implements Value {}

  /** A gauge for each key. */
  public record GaugeSetValue(String name, Map<String, Number> values) implements Value {}

  /** A counter. */
  public record CounterValue(String name, long value) implements Value {}

  /** A counter for each key. */
  public record CounterSetValue(String name, Map<String, Long> values) implements Value {}

  /** A summary. */
  public record SummaryValue(String name, Summary.Detail detail, SummaryReading reading)
      implements Value {}

  /** A summary for each key. */
  public record SummarySetValue(
      String name, Summary.Detail detail, Map<String, SummaryReading> readings) implements Value {}
}
