package io.castellan.server.zk.peer.quorum;

import io.castellan.server.lane.Lane;
import io.castellan.server.net.Transport;
import io.castellan.server.zk.ensemble.PeerMessage;
import io.castellan.server.zk.ensemble.Role;
import io.castellan.server.zk.tree.TreeRules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of a member to its leader or its learners. Owned by the ensemble lane. */
final class PeerLinks implements PeerConnection.Owner, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeerLinks.class);

  /** A leader that does not answer by then is not one any more. */
  private static final int MOST_DIALS = 10;

  private static final int DIAL_PAUSE_MS = 100;
  private static final int DIAL_LIMIT_MS = 5000;

  private final Lane lane;
  private final MemberSettings settings;
  private final Member member;
  private final PeerPort port;
  private final Map<Long, PeerConnection> learners = new LinkedHashMap<>();
  private final Map<Long, List<PeerMessage>> held = new HashMap<>();
  private final List<PeerConnection> dirty = new ArrayList<>();
  private @Nullable PeerConnection leader;
  private Listening listening = Listening.HOLDING;
  private long dialing;

  /** What becomes of learners. */
  enum Listening {
    /** They wait until the election is over. */
    HOLDING,
    /** They are let in. */
    SERVING,
    /** They are sent away: another server leads. */
    REFUSING
  }

  PeerLinks(
      Lane lane, Transport transport, MemberSettings settings, TreeRules rules, Member member) {
    this.lane = lane;
    this.settings = settings;
    this.member = member;
    this.port = new PeerPort(transport, rules, settings.maxPacketBytes(), this);
  }

  void open(boolean onAllInterfaces) throws IOException {
    InetSocketAddress own = settings.quorum().get(settings.serverId());
    if (own == null) {
      throw new IOException("server " + settings.serverId() + ": no address");
    }
    port.open(
        onAllInterfaces
            ? new InetSocketAddress(own.getPort())
            : new InetSocketAddress(own.getHostString(), own.getPort()));
  }

  void listen(Listening next) {
    listening = next;
    Map<Long, List<PeerMessage>> waiting = new LinkedHashMap<>(held);
    held.clear();
    if (next == Listening.SERVING) {
      waiting.forEach((id, messages) -> messages.forEach(m -> member.onMessage(id, m)));
    } else if (next == Listening.REFUSING) {
      List.copyOf(learners.keySet()).forEach(this::close);
    } else {
      held.putAll(waiting);
    }
  }

  /** Connects to a leader, in several attempts if need be. */
  void dial(InetSocketAddress address, Runnable connected, Runnable failed) {
    dial(address, connected, failed, ++dialing, MOST_DIALS);
  }

  private void dial(
      InetSocketAddress address, Runnable connected, Runnable failed, long attempt, int left) {
    if (attempt != dialing) {
      return; // it is over already
    }
    if (left == 0) {
      failed.run();
      return;
    }
    int limitMs = (int) Math.min(DIAL_LIMIT_MS, Math.max(1, settings.times().initMs()));
    port.dial(
        address,
        limitMs,
        connection ->
            lane.execute(
                () -> {
                  if (attempt != dialing) {
                    if (connection != null) {
                      connection.close();
                    }
                  } else if (connection != null) {
                    leader = connection;
                    connected.run();
                  } else {
                    lane.schedule(
                        DIAL_PAUSE_MS, () -> dial(address, connected, failed, attempt, left - 1));
                  }
                }));
  }

  void send(List<Long> to, PeerMessage message) {
    List<PeerConnection> receivers = new ArrayList<>(to.size());
    for (long id : to) {
      PeerConnection connection = id == Role.LEADER ? leader : learners.get(id);
      if (connection != null) {
        receivers.add(connection);
      }
    }
    if (receivers.isEmpty()) {
      return;
    }
    // Encoded once for all of them, who share the bytes.
    ByteBuf packet = PooledByteBufAllocator.DEFAULT.buffer();
    PeerEncoding.write(message, packet);
    for (PeerConnection connection : receivers) {
      dirty.add(connection);
      connection.send(packet.retainedDuplicate());
      if (message instanceof PeerMessage.WholeState whole) {
        connection.send(whole.image());
      }
    }
    packet.release();
  }

  /** Sends what has collected. */
  void flush() {
    for (int i = 0; i < dirty.size(); i++) {
      dirty.get(i).flush();
    }
    dirty.clear();
  }

  void close(long id) {
    held.remove(id);
    PeerConnection connection = learners.remove(id);
    if (connection != null) {
      connection.close();
    }
  }

  void closeAll() {
    dialing++;
    List.copyOf(learners.keySet()).forEach(this::close);
    PeerConnection open = leader;
    leader = null;
    if (open != null) {
      open.close();
    }
  }

  // From event loops.

  @Override
  public void onMessages(PeerConnection connection, List<PeerMessage> messages) {
    lane.executeHere(() -> take(connection, messages));
  }

  private void take(PeerConnection connection, List<PeerMessage> messages) {
    if (connection == leader) {
      messages.forEach(message -> member.onMessage(Role.LEADER, message));
      return;
    }
    long id = connection.id();
    for (PeerMessage message : messages) {
      if (message instanceof PeerMessage.Introduction introduction && !learners.containsKey(id)) {
        if (!admits(connection, introduction)) {
          return;
        }
        learners.put(id, connection);
      }
      if (!learners.containsKey(id)) {
        return; // it was sent away
      }
      switch (listening) {
        case SERVING -> member.onMessage(id, message);
        case HOLDING -> held.computeIfAbsent(id, none -> new ArrayList<>(1)).add(message);
        case REFUSING -> close(id);
      }
    }
  }

  private boolean admits(PeerConnection connection, PeerMessage.Introduction introduction) {
    long serverId = introduction.serverId();
    if (listening == Listening.REFUSING) {
      connection.close();
      return false;
    }
    if (!settings.quorum().containsKey(serverId) || serverId == settings.serverId()) {
      log.warn(
          "learner refused, server {} is not another one of the configuration peer={}",
          serverId,
          connection.peer());
      connection.close();
      return false;
    }
    return true;
  }

  @Override
  public void onClosed(PeerConnection connection) {
    lane.execute(
        () -> {
          if (connection == leader) {
            leader = null;
            log.debug("the connection to the leader is lost peer={}", connection.peer());
            member.onClosed(Role.LEADER);
          } else if (learners.remove(connection.id()) != null) {
            held.remove(connection.id());
            member.onClosed(connection.id());
          }
        });
  }

  @Override
  public void close() {
    port.close();
  }
}
