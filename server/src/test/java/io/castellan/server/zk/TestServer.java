package io.castellan.server.zk;

import io.castellan.server.config.ZooCfg;
import io.castellan.server.lane.Clock;
import io.castellan.server.net.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/** A server of our own on a free port, and stock clients for it. */
final class TestServer implements AutoCloseable {
  static final int TICK_MS = 200;

  final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Transport transport = Transport.open("test-io", 2);
  private final ZooKeeperServer server;

  private TestServer(Path directory, Map<String, String> settings) throws IOException {
    Map<String, String> config =
        new HashMap<>(
            Map.of(
                "dataDir",
                directory.toString(),
                "clientPort",
                "0",
                "clientPortAddress",
                "127.0.0.1",
                "tickTime",
                String.valueOf(TICK_MS),
                "preAllocSize",
                "64",
                "maxClientCnxns",
                "0",
                "4lw.commands.whitelist",
                "*"));
    Map<String, String> properties = new HashMap<>();
    settings.forEach(
        // Stock servers read these from system properties alone.
        (key, value) ->
            (key.startsWith("znode.") || key.startsWith("java.") || key.startsWith("jute.")
                    ? properties
                    : config)
                .put(key, value));
    try {
      server =
          ZooKeeperServer.start(
              ZooCfg.of(config, properties),
              transport,
              Clock.SYSTEM,
              (lane, cause) -> failure.set(cause));
    } catch (IOException | RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  static TestServer start(Path directory) throws IOException {
    return new TestServer(directory, Map.of());
  }

  static TestServer start(Path directory, Map<String, String> settings) throws IOException {
    return new TestServer(directory, settings);
  }

  int port() {
    return server.address().getPort();
  }

  @Nullable InetSocketAddress adminAddress() {
    return server.adminAddress();
  }

  int prometheusPort() {
    return Objects.requireNonNull(server.prometheusAddress()).getPort();
  }

  io.netty.channel.local.LocalAddress localAddress() {
    return server.localAddress();
  }

  /** A stock client with a connection. */
  ZooKeeper client() throws Exception {
    return client(new Events());
  }

  ZooKeeper client(Events events) throws Exception {
    ZooKeeper client = new ZooKeeper("127.0.0.1:" + port(), 10_000, events);
    events.awaitConnected();
    return client;
  }

  RawClient raw() throws IOException {
    return new RawClient(port());
  }

  @Override
  public void close() {
    server.close();
    transport.close();
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a lane failed", cause);
    }
  }

  /** Collects what a stock client is told. */
  static final class Events implements Watcher {
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch expired = new CountDownLatch(1);
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void process(WatchedEvent event) {
      if (event.getState() == Event.KeeperState.Expired) {
        expired.countDown();
      }
      if (event.getType() == Event.EventType.None) {
        if (event.getState() == Event.KeeperState.SyncConnected) {
          connected.countDown();
        }
        return;
      }
      events.add(event.getType() + " " + event.getPath());
    }

    void awaitConnected() throws InterruptedException {
      if (!connected.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("no connection within 10 s");
      }
    }

    void awaitExpired() throws InterruptedException {
      if (!expired.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("not expired within 10 s");
      }
    }

    /** The next event, or {@code none} when there is none for a while. */
    String next() throws InterruptedException {
      String event = events.poll(10, TimeUnit.SECONDS);
      return event == null ? "none" : event;
    }

    boolean isEmpty() {
      return events.isEmpty();
    }
  }
}
