package io.castellan.server.kafka.metrics;

import io.castellan.server.http.HttpCall;
import io.castellan.server.http.HttpListener;
import io.castellan.server.http.HttpService;
import io.castellan.server.metrics.PrometheusText;
import io.castellan.server.net.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** The broker's port for Prometheus: {@code GET /metrics}. */
public final class MetricsHttp implements HttpService, AutoCloseable {
  /** The system property that names the port; without it there is none. */
  public static final String PORT_PROPERTY = "castellan.metrics.port";

  private static final String PATH = "/metrics";
  private static final long IDLE_MS = 30_000;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final BrokerMetrics metrics;
  private final Executor writers;
  private final HttpListener listener;

  /**
   * Listen.
   *
   * @param writers runs what writes the text, which takes a while with many partitions
   * @throws IOException when the port cannot be had; its message names the address
   */
  public MetricsHttp(
      Transport transport, InetSocketAddress address, BrokerMetrics metrics, Executor writers)
      throws IOException {
    this.metrics = metrics;
    this.writers = writers;
    this.listener = HttpListener.bind(transport, address, IDLE_MS, this);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return listener.address();
  }

  @Override
  public void handle(HttpCall call) {
    if (!call.path().equals(PATH)) {
      call.answer(NOT_FOUND, "text/plain", "not found, see " + PATH + "\n");
      return;
    }
    switch (call.method()) {
      case "GET", "HEAD" ->
          writers.execute(() -> call.answer(OK, PrometheusText.CONTENT_TYPE, metrics.text()));
      default -> call.answer(METHOD_NOT_ALLOWED, null, "");
    }
  }

  @Override
  public void close() {
    listener.close();
  }
}
