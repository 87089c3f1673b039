package io.castellan.server.kafka.broker;

import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.Endpoint;
import io.castellan.server.config.Settings;
import io.castellan.server.config.SocketLimits;
import io.castellan.server.kafka.AdvertisedWatch;
import io.castellan.server.kafka.ApiTable;
import io.castellan.server.kafka.ClientCensus;
import io.castellan.server.kafka.ConnectionLimits;
import io.castellan.server.kafka.KafkaListener;
import io.castellan.server.kafka.Reception;
import io.castellan.server.kafka.RequestBudget;
import io.castellan.server.kafka.znodes.BrokerEndpoint;
import io.castellan.server.lane.Clock;
import io.castellan.server.net.Listener;
import io.castellan.server.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's listeners as configured, and what it tells others of them. */
final class Listeners implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final BrokerConfig config;
  private final ConnectionLimits limits;
  private final HostLimits hosts;
  private final List<KafkaListener> open = new ArrayList<>();

  private Listeners(BrokerConfig config, ConnectionLimits limits, HostLimits hosts) {
    this.config = config;
    this.limits = limits;
    this.hosts = hosts;
  }

  /** Go by what the cluster has set since. From any thread. */
  void update(Settings settings) {
    limits.update(limits(config, SocketLimits.of(settings), hosts));
  }

  private static ConnectionLimits.Settings limits(
      BrokerConfig config, SocketLimits sockets, HostLimits hosts) {
    return new ConnectionLimits.Settings(
        sockets.maxConnections(),
        sockets.maxConnectionsPerIp(),
        hosts.byAddress(sockets.maxConnectionsByHost()),
        sockets.connectionRate(),
        sockets.maxConnectionsByListener(),
        sockets.connectionRateByListener(),
        config.listeners().listeners().size() > 1 ? config.listeners().interBroker() : null);
  }

  /**
   * Take the ports. Connections wait until {@link #accept}.
   *
   * @throws IOException when a port cannot be had; its message names the address
   */
  static Listeners bind(
      BrokerConfig config,
      Transport transport,
      ApiTable table,
      Codecs codecs,
      ClientCensus clients,
      AdvertisedWatch watch)
      throws IOException {
    SocketLimits sockets = config.sockets();
    HostLimits hosts = new HostLimits(InetAddress::getAllByName);
    ConnectionLimits limits = new ConnectionLimits(limits(config, sockets, hosts), Clock.SYSTEM);
    RequestBudget budget = new RequestBudget(sockets.queuedMaxRequests(), sockets.queuedMaxBytes());
    Reception reception = new Reception(limits, budget, clients, watch);
    Listeners listeners = new Listeners(config, limits, hosts);
    try {
      for (Endpoint endpoint : config.listeners().listeners()) {
        listeners.open.add(
            KafkaListener.bind(
                new KafkaListener.Settings(
                    endpoint.name(),
                    address(endpoint),
                    new Listener.Settings(
                        sockets.backlog(),
                        sockets.sendBufferBytes(),
                        sockets.receiveBufferBytes(),
                        true),
                    sockets.requestMaxBytes(),
                    sockets.maxIdleMs()),
                transport,
                table,
                codecs,
                reception));
      }
      return listeners;
    } catch (IOException | RuntimeException e) {
      listeners.close();
      throw e;
    }
  }

  private static InetSocketAddress address(Endpoint endpoint) {
    return endpoint.host().isEmpty()
        ? new InetSocketAddress(endpoint.port())
        : new InetSocketAddress(endpoint.host(), endpoint.port());
  }

  /** Serve the connections that wait, and all that come. */
  void accept() {
    for (KafkaListener listener : open) {
      listener.accept();
      log.info("listener open name={} address={}", listener.name(), listener.address());
    }
  }

  /** What the broker says of itself in its registration. */
  List<BrokerEndpoint> advertised() throws UnknownHostException {
    List<BrokerEndpoint> endpoints = new ArrayList<>();
    for (Endpoint endpoint : config.listeners().advertised()) {
      String host =
          endpoint.host().isEmpty()
              ? InetAddress.getLocalHost().getCanonicalHostName()
              : endpoint.host();
      endpoints.add(
          new BrokerEndpoint(
              endpoint.name(),
              config.listeners().protocols().getOrDefault(endpoint.name(), endpoint.name()),
              host,
              endpoint.port() == 0 ? boundPort(endpoint.name()) : endpoint.port()));
    }
    return endpoints;
  }

  private int boundPort(String name) {
    return open.stream()
        .filter(listener -> listener.name().equals(name))
        .mapToInt(listener -> listener.address().getPort())
        .findFirst()
        .orElse(0);
  }

  /** Where a listener listens. */
  InetSocketAddress address(int index) {
    return open.get(index).address();
  }

  @Override
  public void close() {
    open.forEach(KafkaListener::close);
    open.clear();
  }
}
