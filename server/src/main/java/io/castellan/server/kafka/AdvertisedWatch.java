package io.castellan.server.kafka;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one line when clients are told an address that they cannot reach, the usual first failure
 * with a new broker: they find it, ask where to go, and are never seen again. Any thread.
 *
 * <p>What is certain is said at once: a name that nobody here knows, and {@code localhost} told to
 * another machine. What is likely is said after a while: a machine whose connections all came by
 * another address than the advertised one, and that has asked for metadata again and again and for
 * nothing else.
 */
public final class AdvertisedWatch {
  /** So often a client asks for metadata that has nothing else to ask, when all is well. */
  private static final int ASKED_IN_VAIN = 3;

  /** How many machines are remembered. */
  private static final int MAX_PEERS = 10_000;

  private static final Logger log = LoggerFactory.getLogger(AdvertisedWatch.class);

  private record Told(String address, int port, Set<InetAddress> hosts) {}

  private final Map<String, Told> toldByListener = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> asked = new ConcurrentHashMap<>();
  private final Set<InetAddress> settled = ConcurrentHashMap.newKeySet();

  /** Nothing is watched until it is known what clients are told. */
  public AdvertisedWatch() {}

  /**
   * What clients of a listener are told. May wait for a name server.
   *
   * @param host a name or an address
   */
  public void onAdvertised(String listener, String host, int port) {
    try {
      Set<InetAddress> hosts = Set.copyOf(Arrays.asList(InetAddress.getAllByName(host)));
      toldByListener.put(listener, new Told(host + ":" + port, port, hosts));
    } catch (UnknownHostException e) {
      log.warn(
          "advertised.listeners: {}://{}:{} names a host that is not known here (expected: one that"
              + " clients can reach)",
          listener,
          host,
          port);
    }
  }

  /**
   * A client has asked where the brokers are.
   *
   * @param local the address that it has reached us by
   */
  void onMetadata(String listener, InetSocketAddress peer, InetSocketAddress local) {
    Told told = toldByListener.get(listener);
    InetAddress from = peer.getAddress();
    if (told == null || settled.contains(from) || settled.size() + asked.size() > MAX_PEERS) {
      return;
    }
    if (told.port == local.getPort() && told.hosts.contains(local.getAddress())) {
      settle(from); // it came by the very address that it is told
    } else if (isLoopback(told) && !isOurs(from, local)) {
      settle(from);
      warn(told, listener, from, local, "which is the client's own machine there");
    } else if (asked.merge(from, 1, Integer::sum) >= ASKED_IN_VAIN) {
      settle(from);
      warn(told, listener, from, local, "and has not come back by it: perhaps it cannot reach it");
    }
  }

  /** A client has asked for something else: it has found its broker. */
  void onServed(InetSocketAddress peer) {
    if (!toldByListener.isEmpty() && settled.size() < MAX_PEERS) {
      settle(peer.getAddress());
    }
  }

  private void settle(InetAddress peer) {
    settled.add(peer);
    asked.remove(peer);
  }

  private static boolean isLoopback(Told told) {
    return told.hosts.stream().allMatch(InetAddress::isLoopbackAddress);
  }

  /** Whether a peer is this very machine. */
  private static boolean isOurs(InetAddress peer, InetSocketAddress local) {
    return peer.isLoopbackAddress() || peer.equals(local.getAddress());
  }

  private static void warn(
      Told told, String listener, InetAddress peer, InetSocketAddress local, String why) {
    log.warn(
        "client at {} came by {}:{}, is told {} (advertised.listeners of {}), {}",
        peer.getHostAddress(),
        local.getAddress().getHostAddress(),
        local.getPort(),
        told.address,
        listener,
        why);
  }

  /** What is told, by listener. */
  Map<String, String> told() {
    Map<String, String> told = new HashMap<>();
    toldByListener.forEach((listener, each) -> told.put(listener, each.address));
    return told;
  }
}
