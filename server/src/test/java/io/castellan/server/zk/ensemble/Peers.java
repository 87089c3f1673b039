package io.castellan.server.zk.ensemble;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a simulated server: each delivers everything once and in order, or breaks. Of
 * the packets underneath some are lost, late or there twice, as the links please.
 */
final class Peers {
  private final ZabWorld world;
  private final ZabServer server;
  private final Map<Long, Connection> byId = new HashMap<>();
  private long leaderConnection = -1;

  private static final class Connection {
    final long peer;
    long nextSent;
    long nextReceived;

    Connection(long peer) {
      this.peer = peer;
    }
  }

  /** A part of a connection's stream. */
  record Segment(long connection, long number, @Nullable PeerMessage message) {}

  Peers(ZabWorld world, ZabServer server) {
    this.world = world;
    this.server = server;
  }

  void connect(long leader) {
    leaderConnection = world.nextConnection++;
    byId.put(leaderConnection, new Connection(leader));
  }

  void send(long connection, PeerMessage message) {
    long id = connection == Role.LEADER ? leaderConnection : connection;
    Connection open = byId.get(id);
    if (open != null) {
      world.send(server.id(), open.peer, new Segment(id, open.nextSent++, message));
    }
  }

  /** Closes it on this side; the other side hears of it, or not. */
  void close(long connection) {
    Connection open = byId.remove(connection);
    if (open != null) {
      reset(open.peer, connection);
    }
  }

  void forgetAll() {
    byId.forEach((id, open) -> reset(open.peer, id));
    byId.clear();
    leaderConnection = -1;
  }

  private void reset(long peer, long connection) {
    world.send(server.id(), peer, new Segment(connection, -1, null));
  }

  void onSegment(long from, Segment segment) {
    Connection open = byId.get(segment.connection);
    if (open == null && segment.number == 0 && server.role() instanceof Leading) {
      open = new Connection(from);
      byId.put(segment.connection, open);
    }
    PeerMessage message = segment.message;
    if (open == null) {
      if (message != null) {
        reset(from, segment.connection);
      }
    } else if (message == null || segment.number > open.nextReceived) {
      byId.remove(segment.connection);
      reset(from, segment.connection);
      server.onClosed(roleConnection(segment.connection));
    } else if (segment.number == open.nextReceived) {
      open.nextReceived++;
      server.onMessage(roleConnection(segment.connection), message);
    } // else: it was there before
  }

  private long roleConnection(long connection) {
    return connection == leaderConnection ? Role.LEADER : connection;
  }
}
