package io.castellan.server.config;

import java.util.Set;

/**
 * Who is told what the server counts.
 *
 * @param prometheus whether there is a port for Prometheus, that is whether {@code
 *     metricsProvider.className} is stock's provider for it
 * @param prometheusHost the address of that port
 * @param prometheusPort its number
 * @param jvmMetrics whether it also tells of the JVM
 * @param pauseMonitor whether pauses of the JVM are measured
 * @param pauseSleepMs how long the measuring thread sleeps at a time
 * @param pauseInfoMs a pause that is longer is logged
 * @param pauseWarnMs a pause that is longer is logged as a warning
 */
public record ZooMonitoring(
    boolean prometheus,
    String prometheusHost,
    int prometheusPort,
    boolean jvmMetrics,
    boolean pauseMonitor,
    long pauseSleepMs,
    long pauseInfoMs,
    long pauseWarnMs) {
  private static final String PROVIDER = "metricsProvider.className";
  private static final String PROMETHEUS =
      "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider";
  private static final Set<String> WITHOUT_REPORTER =
      Set.of(
          "org.apache.zookeeper.metrics.impl.DefaultMetricsProvider",
          "org.apache.zookeeper.metrics.impl.NullMetricsProvider");

  static ZooMonitoring of(Settings settings) {
    String provider = settings.getText(PROVIDER);
    boolean prometheus = provider.equals(PROMETHEUS);
    if (!prometheus && !WITHOUT_REPORTER.contains(provider)) {
      throw new ConfigException(
          PROVIDER
              + ": "
              + provider
              + " (expected: a provider of stock, such as "
              + PROMETHEUS
              + ")");
    }
    return new ZooMonitoring(
        prometheus,
        settings.getText("metricsProvider.httpHost"),
        settings.getInt("metricsProvider.httpPort"),
        settings.getBoolean("metricsProvider.exportJvmInfo"),
        settings.getBoolean("jvm.pause.monitor"),
        settings.getLong("jvm.pause.sleep.time.ms"),
        settings.getLong("jvm.pause.info-threshold.ms"),
        settings.getLong("jvm.pause.warn-threshold.ms"));
  }
}
