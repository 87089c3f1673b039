package io.castellan.server.metrics;

import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes metrics in Prometheus' text format 0.0.4, in the very dialect of the stock provider: the
 * name as the help, a comma behind the last label, every number with a decimal point, and the
 * median of basic summaries, the 50th, 90th and 99th percentile of advanced ones.
 *
 * <p>Quantiles are of all values since the start; stock's are of the last ten minutes.
 */
public final class PrometheusText {
  /** What a scrape is answered with. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double[] BASIC = {0.5};
  private static final double[] ADVANCED = {0.5, 0.9, 0.99};

  private final StringBuilder text = new StringBuilder(16 * 1024);

  /** Adds a registry's metrics. */
  public PrometheusText add(MetricReading reading) {
    for (MetricReading.Value value : reading.values()) {
      if (value instanceof MetricReading.GaugeValue gauge) {
        gauge(gauge.name(), gauge.name(), f -> f.accept("", gauge.value().get().doubleValue()));
      } else if (value instanceof MetricReading.GaugeSetValue set) {
        gauge(
            set.name(),
            set.name(),
            f -> set.values().forEach((k, v) -> f.accept(label("key", k), v.doubleValue())));
      } else if (value instanceof MetricReading.CounterValue counter) {
        counter(counter.name(), counter.name(), f -> f.accept("", (double) counter.value()));
      } else if (value instanceof MetricReading.CounterSetValue set) {
        counter(
            set.name(),
            set.name(),
            f -> set.values().forEach((k, v) -> f.accept(label("key", k), v.doubleValue())));
      } else if (value instanceof MetricReading.SummaryValue summary) {
        head(summary.name(), summary.name(), "summary");
        summary(summary.name(), "", quantiles(summary.detail()), summary.reading());
      } else if (value instanceof MetricReading.SummarySetValue set) {
        head(set.name(), set.name(), "summary");
        for (Map.Entry<String, SummaryReading> entry : set.readings().entrySet()) {
          String label = label("key", entry.getKey());
          summary(set.name(), label, quantiles(set.detail()), entry.getValue());
        }
      }
    }
    return this;
  }

  /** Takes one sample: its labels, as {@link #label} writes them, and its number. */
  @FunctionalInterface
  public interface Samples {
    /** One sample. */
    void accept(String labels, double value);
  }

  /** Adds a gauge with its samples. */
  public void gauge(String name, String help, Consumer<Samples> samples) {
    head(name, help, "gauge");
    samples.accept((labels, value) -> sample(name, labels, value));
  }

  /** Adds a counter with its samples. */
  public void counter(String name, String help, Consumer<Samples> samples) {
    head(name, help, "counter");
    samples.accept((labels, value) -> sample(name, labels, value));
  }

  /** Adds a summary without quantiles, with one sample for each label. */
  public void countAndSum(String name, String help, Map<String, double[]> countAndSumByLabel) {
    head(name, help, "summary");
    countAndSumByLabel.forEach(
        (labels, both) -> {
          sample(name + "_count", labels, both[0]);
          sample(name + "_sum", labels, both[1]);
        });
  }

  /** A label, escaped as the format wants it. */
  public static String label(String key, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return key + "=\"" + escaped + "\",";
  }

  private void head(String name, String help, String type) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void summary(String name, String labels, double[] quantiles, SummaryReading reading) {
    for (double quantile : quantiles) {
      double value = reading.count() == 0 ? Double.NaN : (double) reading.percentile(quantile);
      sample(name, labels + label("quantile", Double.toString(quantile)), value);
    }
    sample(name + "_count", labels, (double) reading.count());
    sample(name + "_sum", labels, (double) reading.sum());
  }

  private static double[] quantiles(Summary.Detail detail) {
    return switch (detail) {
      case BASIC -> BASIC;
      case ADVANCED -> ADVANCED;
    };
  }

  private void sample(String name, String labels, double value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ').append(number(value)).append('\n');
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.toString(value);
  }

  /** The text so far. */
  @Override
  public String toString() {
    return text.toString();
  }
}
