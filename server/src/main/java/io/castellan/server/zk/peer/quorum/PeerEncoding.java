package io.castellan.server.zk.peer.quorum;

import io.castellan.server.zk.ensemble.PeerMessage;
import io.castellan.server.zk.ensemble.Zxid;
import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.quorum.LearnerIntroduction;
import io.castellan.zk.protocol.quorum.PacketType;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Messages between learners and leaders as the packets that every release understands. */
final class PeerEncoding {
  private static final int NO_LENGTH = -1;
  private static final long NO_ZXID = -1;

  private final JuteWriter writer;

  private PeerEncoding(ByteBuf out) {
    this.writer = new JuteWriter(out);
  }

  /** Writes a message; of a whole state only the packet that announces it. */
  static void write(PeerMessage message, ByteBuf out) {
    new PeerEncoding(out).write(message);
  }

  private void write(PeerMessage message) {
    if (message instanceof PeerMessage.Proposal proposal) {
      packet(PacketType.PROPOSAL, proposal.txn().zxid(), proposal.txn()::write);
    } else if (message instanceof PeerMessage.Commit commit) {
      packet(PacketType.COMMIT, commit.zxid(), null);
    } else if (message instanceof PeerMessage.Ack ack) {
      packet(PacketType.ACK, ack.zxid(), null);
    } else if (message instanceof PeerMessage.Request request) {
      request(request.request());
    } else if (message instanceof PeerMessage.Inform inform) {
      packet(PacketType.INFORM, inform.txn().zxid(), inform.txn()::write);
    } else if (message instanceof PeerMessage.Ping ping) {
      packet(PacketType.PING, ping.zxid(), null);
    } else if (message instanceof PeerMessage.Pong pong) {
      packet(PacketType.PING, pong.zxid(), data -> sessions(pong, data));
    } else if (message instanceof PeerMessage.SyncRequest sync) {
      head(PacketType.REQUEST, NO_ZXID);
      int mark = writer.beginLength();
      requestHead(sync.sessionId(), sync.cxid(), OpCode.SYNC);
      writer.endLength(mark);
      writer.writeInt(NO_LENGTH);
    } else if (message instanceof PeerMessage.Synced) {
      packet(PacketType.SYNC, 0, null);
    } else if (message instanceof PeerMessage.Revalidate ask) {
      packet(
          PacketType.REVALIDATE,
          NO_ZXID,
          data -> {
            data.writeLong(ask.sessionId());
            data.writeInt(ask.timeoutMs());
          });
    } else if (message instanceof PeerMessage.Revalidated answer) {
      packet(
          PacketType.REVALIDATE,
          NO_ZXID,
          data -> {
            data.writeLong(answer.sessionId());
            data.writeBoolean(answer.valid());
          });
    } else {
      writeEarly(message);
    }
  }

  /** What is said before the broadcast. */
  private void writeEarly(PeerMessage message) {
    if (message instanceof PeerMessage.Introduction introduction) {
      packet(
          introduction.observer() ? PacketType.OBSERVER_INFO : PacketType.FOLLOWER_INFO,
          Zxid.first(introduction.acceptedEpoch()),
          new LearnerIntroduction(
                  introduction.serverId(),
                  LearnerIntroduction.ZAB_1_0,
                  introduction.configVersion())
              ::write);
    } else if (message instanceof PeerMessage.EpochPromise promise) {
      packet(
          PacketType.ACK_EPOCH,
          promise.lastZxid(),
          data -> data.writeInt((int) promise.currentEpoch()));
    } else if (message instanceof PeerMessage.NewEpoch epoch) {
      packet(
          PacketType.LEADER_INFO,
          Zxid.first(epoch.epoch()),
          data -> data.writeInt(LearnerIntroduction.ZAB_1_0));
    } else if (message instanceof PeerMessage.Diff diff) {
      packet(PacketType.DIFF, diff.zxid(), null);
    } else if (message instanceof PeerMessage.Truncate truncate) {
      packet(PacketType.TRUNC, truncate.zxid(), null);
    } else if (message instanceof PeerMessage.WholeState whole) {
      packet(PacketType.SNAP, whole.image().zxid(), null);
    } else if (message instanceof PeerMessage.HistoryEnd end) {
      byte[] config = end.config().getBytes(StandardCharsets.UTF_8);
      packet(
          PacketType.NEW_LEADER, Zxid.first(end.epoch()), data -> data.buffer().writeBytes(config));
    } else if (message instanceof PeerMessage.UpToDate) {
      packet(PacketType.UP_TO_DATE, NO_ZXID, null);
    } else {
      throw new IllegalStateException(
          "message: " + message.getClass() + " (expected: a known one)");
    }
  }

  private void request(WriteRequest request) {
    head(PacketType.REQUEST, NO_ZXID);
    int mark = writer.beginLength();
    requestHead(request.sessionId(), request.cxid(), request.op());
    RequestBodies.write(request.body(), writer);
    writer.endLength(mark);
    writer.writeList(request.identities(), Id::write);
  }

  private void requestHead(long sessionId, int cxid, OpCode op) {
    writer.writeLong(sessionId);
    writer.writeInt(cxid);
    writer.writeInt(op.code());
  }

  private static void sessions(PeerMessage.Pong pong, JuteWriter data) {
    pong.sessions()
        .forEach(
            (id, timeoutMs) -> {
              data.writeLong(id);
              data.writeInt(timeoutMs);
            });
  }

  private void head(PacketType type, long zxid) {
    writer.writeInt(type.code());
    writer.writeLong(zxid);
  }

  private void packet(PacketType type, long zxid, @Nullable Consumer<JuteWriter> data) {
    head(type, zxid);
    if (data == null) {
      writer.writeInt(NO_LENGTH);
    } else {
      int mark = writer.beginLength();
      data.accept(writer);
      writer.endLength(mark);
    }
    writer.writeList((List<Id>) null, Id::write);
  }
}
