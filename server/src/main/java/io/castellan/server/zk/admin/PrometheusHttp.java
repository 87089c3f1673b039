package io.castellan.server.zk.admin;

import io.castellan.server.http.HttpCall;
import io.castellan.server.http.HttpListener;
import io.castellan.server.http.HttpService;
import io.castellan.server.metrics.JvmMetrics;
import io.castellan.server.metrics.MetricReading;
import io.castellan.server.metrics.PrometheusText;
import io.castellan.server.net.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The port for Prometheus that stock's provider opens (ZOOKEEPER-3092): {@code GET /metrics}, with
 * the names and types of that provider.
 */
public final class PrometheusHttp implements HttpService, AutoCloseable {
  private static final String PATH = "/metrics";
  private static final long IDLE_MS = 30_000;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final AdminRooms rooms;
  private final boolean jvm;
  private @Nullable HttpListener listener;

  /**
   * Not listening yet.
   *
   * @param jvm whether the JVM is told of too
   */
  public PrometheusHttp(AdminRooms rooms, boolean jvm) {
    this.rooms = rooms;
    this.jvm = jvm;
  }

  /**
   * Listen.
   *
   * @throws IOException when the port cannot be had; its message names the address
   */
  public void listen(Transport transport, InetSocketAddress address) throws IOException {
    listener = HttpListener.bind(transport, address, IDLE_MS, this);
  }

  /** Where it listens; null while it does not. */
  public @Nullable InetSocketAddress address() {
    return listener == null ? null : listener.address();
  }

  @Override
  public void handle(HttpCall call) {
    if (!call.path().equals(PATH)) {
      call.answer(NOT_FOUND, "text/plain", "not found, see " + PATH + "\n");
      return;
    }
    switch (call.method()) {
      case "GET", "HEAD" -> rooms.look(rooms.metrics().registry()::read, r -> answer(call, r));
      default -> call.answer(METHOD_NOT_ALLOWED, null, "");
    }
  }

  private void answer(HttpCall call, MetricReading reading) {
    PrometheusText text = new PrometheusText().add(reading);
    if (jvm) {
      JvmMetrics.addTo(text);
    }
    call.answer(OK, PrometheusText.CONTENT_TYPE, text.toString());
  }

  @Override
  public void close() {
    if (listener != null) {
      listener.close();
    }
  }
}
