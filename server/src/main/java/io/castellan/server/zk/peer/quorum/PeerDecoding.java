package io.castellan.server.zk.peer.quorum;

import io.castellan.server.zk.ensemble.PeerMessage;
import io.castellan.server.zk.ensemble.Zxid;
import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.quorum.LearnerIntroduction;
import io.castellan.zk.protocol.quorum.PacketType;
import io.castellan.zk.protocol.quorum.QuorumPacket;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packets of every release since 3.4 as messages. */
final class PeerDecoding {
  private static final byte[] NOTHING = {};
  private static final int SESSION_BYTES = Long.BYTES + Integer.BYTES;

  private PeerDecoding() {}

  /**
   * What a learner says.
   *
   * @return null for what may be passed over
   * @throws JuteException if it is nothing that a learner says
   */
  static @Nullable PeerMessage fromLearner(QuorumPacket packet, int maxLengthBytes) {
    PacketType type = typeOf(packet);
    JuteReader data = reader(packet, maxLengthBytes);
    return switch (type) {
      case FOLLOWER_INFO, OBSERVER_INFO -> introduction(packet, type, data);
      case ACK_EPOCH -> new PeerMessage.EpochPromise(packet.zxid(), data.readInt("current epoch"));
      case ACK -> new PeerMessage.Ack(packet.zxid());
      case REQUEST -> request(packet, data);
      case PING -> new PeerMessage.Pong(packet.zxid(), sessions(data));
      case REVALIDATE ->
          new PeerMessage.Revalidate(data.readLong("session"), data.readInt("timeout"));
      case PROPOSAL,
          COMMIT,
          SYNC,
          INFORM,
          COMMIT_AND_ACTIVATE,
          NEW_LEADER,
          UP_TO_DATE,
          DIFF,
          TRUNC,
          SNAP,
          LEADER_INFO,
          INFORM_AND_ACTIVATE ->
          throw JuteException.of("packet type", type.code(), "one that a learner sends");
    };
  }

  /**
   * What a leader says; a whole state is the caller's to read.
   *
   * @throws JuteException if it is nothing that a leader says
   */
  static PeerMessage fromLeader(QuorumPacket packet, int maxLengthBytes) {
    PacketType type = typeOf(packet);
    JuteReader data = reader(packet, maxLengthBytes);
    return switch (type) {
      case PROPOSAL -> new PeerMessage.Proposal(txn(packet, data));
      case COMMIT -> new PeerMessage.Commit(packet.zxid());
      case INFORM -> new PeerMessage.Inform(txn(packet, data));
      case PING -> new PeerMessage.Ping(packet.zxid());
      case SYNC -> new PeerMessage.Synced();
      case REVALIDATE ->
          new PeerMessage.Revalidated(data.readLong("session"), data.readBoolean("valid"));
      case LEADER_INFO -> new PeerMessage.NewEpoch(Zxid.epoch(packet.zxid()));
      case DIFF -> new PeerMessage.Diff(packet.zxid());
      case TRUNC -> new PeerMessage.Truncate(packet.zxid());
      case NEW_LEADER ->
          new PeerMessage.HistoryEnd(
              Zxid.epoch(packet.zxid()), new String(bytes(packet), StandardCharsets.UTF_8));
      case UP_TO_DATE -> new PeerMessage.UpToDate();
      case COMMIT_AND_ACTIVATE, INFORM_AND_ACTIVATE ->
          throw new JuteException(
              "packet type: "
                  + type.code()
                  + ", a reconfiguration, which this server cannot follow");
      case FOLLOWER_INFO, OBSERVER_INFO, ACK_EPOCH, ACK, REQUEST, SNAP ->
          throw JuteException.of("packet type", type.code(), "one that a leader sends");
    };
  }

  private static PacketType typeOf(QuorumPacket packet) {
    PacketType type = packet.packetType();
    if (type == null) {
      throw JuteException.of("packet type", packet.type(), "1..19");
    }
    return type;
  }

  private static byte[] bytes(QuorumPacket packet) {
    byte[] data = packet.data();
    return data == null ? NOTHING : data;
  }

  private static JuteReader reader(QuorumPacket packet, int maxLengthBytes) {
    return new JuteReader(Unpooled.wrappedBuffer(bytes(packet)), maxLengthBytes);
  }

  private static PeerMessage introduction(QuorumPacket packet, PacketType type, JuteReader data) {
    LearnerIntroduction who = LearnerIntroduction.read(data);
    Integer protocol = who.protocolVersion();
    if (protocol == null || protocol < LearnerIntroduction.ZAB_1_0) {
      throw new JuteException(
          "protocol version: " + protocol + " (expected: >= 0x10000, as since 3.4)");
    }
    Long configVersion = who.configVersion();
    return new PeerMessage.Introduction(
        who.serverId(),
        type == PacketType.OBSERVER_INFO,
        Zxid.epoch(packet.zxid()),
        configVersion == null ? 0 : configVersion);
  }

  private static PeerMessage request(QuorumPacket packet, JuteReader data) {
    long sessionId = data.readLong("session");
    int cxid = data.readInt("cxid");
    int code = data.readInt("request type");
    OpCode op = OpCode.fromCode(code);
    if (op == null) {
      throw JuteException.of("request type", code, "that of a write");
    }
    if (op == OpCode.SYNC) {
      return new PeerMessage.SyncRequest(sessionId, cxid);
    }
    return new PeerMessage.Request(
        new WriteRequest(
            sessionId,
            cxid,
            op,
            RequestBodies.read(op, data),
            packet.authInfo() == null ? List.of() : packet.authInfo()));
  }

  private static Map<Long, Integer> sessions(JuteReader data) {
    Map<Long, Integer> sessions = new HashMap<>();
    while (data.remaining() >= SESSION_BYTES) {
      long id = data.readLong("session");
      sessions.put(id, data.readInt("timeout"));
    }
    return sessions;
  }

  private static LoggedTxn txn(QuorumPacket packet, JuteReader data) {
    LoggedTxn txn = LoggedTxn.read(data);
    if (txn.zxid() != packet.zxid()) {
      throw JuteException.of("zxid of the packet", packet.zxid(), Long.toString(txn.zxid()));
    }
    return txn;
  }
}
