package io.castellan.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final MetricRegistry registry = new MetricRegistry();

  @Test
  void aSummaryTellsWhatItSaw() {
    Summary summary = registry.summary("latency", Summary.Detail.ADVANCED);
    assertEquals(SummaryReading.NONE, summary.read());
    for (int value = 1; value <= 10; value++) {
      summary.add(value);
    }
    summary.add(1, 4);
    SummaryReading reading = summary.read();
    assertEquals(14, reading.count());
    assertEquals(59, reading.sum());
    assertEquals(1, reading.min());
    assertEquals(10, reading.max());
    assertEquals(4.2143, reading.mean());
    assertEquals(3, reading.percentile(0.5));
    assertEquals(10, reading.percentile(0.999));
  }

  @Test
  void percentilesAreWithinASixteenthWhateverTheValues() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Summary summary = registry.summary("sizes", Summary.Detail.ADVANCED);
    long[] values = new long[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextLong() >>> (24 + random.nextInt(40));
      summary.add(values[i]);
    }
    Arrays.sort(values);
    SummaryReading reading = summary.read();
    assertEquals(values[0], reading.min());
    assertEquals(values[values.length - 1], reading.max());
    for (double share : new double[] {0.01, 0.5, 0.9, 0.95, 0.99, 0.999}) {
      long exact = values[(int) Math.ceil(values.length * share) - 1];
      long told = reading.percentile(share);
      assertTrue(
          told >= exact && told <= exact + exact / 16,
          "seed=" + seed + " share=" + share + " exact=" + exact + " told=" + told);
    }
  }

  @Test
  void everyBucketEndsWhereTheNextBegins() {
    for (int i = 0; i < Buckets.COUNT; i++) {
      assertEquals(i, Buckets.indexOf(Buckets.lastOf(i)));
      if (i + 1 < Buckets.COUNT) {
        assertEquals(i + 1, Buckets.indexOf(Buckets.lastOf(i) + 1));
      }
    }
    assertEquals(0, Buckets.indexOf(-5));
    assertEquals(Buckets.COUNT - 1, Buckets.indexOf(Long.MAX_VALUE));
  }

  @Test
  void aResetForgetsAndCountsOn() {
    Counter counter = registry.counter("counted");
    SharedCounter shared = registry.sharedCounter("shared");
    Summary summary = registry.summary("summed", Summary.Detail.BASIC);
    long[] elsewhere = {7};
    registry.counter("derived", () -> elsewhere[0]);
    counter.add(3);
    shared.add(4);
    summary.add(100);
    registry.reset();
    assertEquals(0, counter.value());
    assertEquals(0, shared.value());
    assertEquals(0, summary.read().count());
    counter.increment();
    shared.increment();
    elsewhere[0]++;
    summary.add(2);
    assertEquals(1, counter.value());
    assertEquals(1, shared.value());
    assertEquals(2, summary.read().max());
    assertTrue(registry.read().values().contains(new MetricReading.CounterValue("derived", 1)));
  }

  @Test
  void aSetHasNoMoreKeysThanItMay() {
    SummarySet set = registry.summarySet("per_key", Summary.Detail.BASIC, 2);
    for (String key : new String[] {"a", "b", "c", "a"}) {
      Summary summary = set.of(key);
      if (summary != null) {
        summary.add(1);
      }
    }
    assertEquals(2, set.read().size());
    SummaryReading first = set.read().get("a");
    assertTrue(first != null && first.count() == 2);
  }

  @Test
  void aNameIsTakenOnce() {
    registry.counter("name");
    assertThrows(IllegalStateException.class, () -> registry.gauge("name", () -> 1));
  }

  @Test
  void prometheusReadsTheDialectOfTheStockProvider() {
    registry.gauge("znode_count", () -> 5);
    registry.counter("bytes_received_count").add(48);
    registry.summary("fsynctime", Summary.Detail.BASIC);
    registry.summary("readlatency", Summary.Detail.ADVANCED).add(2);
    Summary namespace =
        registry.summarySet("read_per_namespace", Summary.Detail.BASIC, 10).of("a\"b");
    assertTrue(namespace != null);
    namespace.add(9);
    assertEquals(
        """
        # HELP znode_count znode_count
        # TYPE znode_count gauge
        znode_count 5.0
        # HELP bytes_received_count bytes_received_count
        # TYPE bytes_received_count counter
        bytes_received_count 48.0
        # HELP fsynctime fsynctime
        # TYPE fsynctime summary
        fsynctime{quantile="0.5",} NaN
        fsynctime_count 0.0
        fsynctime_sum 0.0
        # HELP read_per_namespace read_per_namespace
        # TYPE read_per_namespace summary
        read_per_namespace{key="a\\"b",quantile="0.5",} 9.0
        read_per_namespace_count{key="a\\"b",} 1.0
        read_per_namespace_sum{key="a\\"b",} 9.0
        # HELP readlatency readlatency
        # TYPE readlatency summary
        readlatency{quantile="0.5",} 2.0
        readlatency{quantile="0.9",} 2.0
        readlatency{quantile="0.99",} 2.0
        readlatency_count 1.0
        readlatency_sum 2.0
        """,
        new PrometheusText().add(registry.read()).toString());
  }
}
