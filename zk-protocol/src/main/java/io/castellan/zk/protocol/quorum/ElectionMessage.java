package io.castellan.zk.protocol.quorum;

import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/**
 * A server's vote, as it travels between election ports behind a length.
 *
 * <p>The length tells the sender's age. 28 bytes: before 3.4, without an epoch. 40: 3.4, whose
 * version counts as 0. 44 and more: 3.5 and later, with the text of the sender's configuration.
 * This class writes the last form, which all of them understand.
 *
 * @param state what the sender is doing
 * @param leader the server that it votes for
 * @param zxid that server's last zxid
 * @param round the election round that the sender is in
 * @param peerEpoch the epoch of the server that it votes for
 * @param version {@link #VERSION}, or 0 from an older sender
 * @param config the text of the sender's configuration, or null from an older sender
 */
public record ElectionMessage(
    PeerState state,
    long leader,
    long zxid,
    long round,
    long peerEpoch,
    int version,
    @Nullable String config) {
  /** The version of the form that carries a configuration. */
  public static final int VERSION = 2;

  /** The longest message that a peer may announce. */
  public static final int MAX_BYTES = 512 * 1024;

  /** The shortest message there is. */
  public static final int MIN_BYTES = 28;

  private static final int BYTES_OF_3_4 = 40;
  private static final int EPOCH_SHIFT = 32;

  /** Reads a message, which extends to the end of what the reader has. */
  public static ElectionMessage read(JuteReader reader) {
    int bytes = reader.remaining();
    int stateCode = reader.readInt("state");
    PeerState state = PeerState.fromCode(stateCode);
    if (state == null) {
      throw JuteException.of("state", stateCode, "0..3");
    }
    long leader = reader.readLong("leader");
    long zxid = reader.readLong("zxid");
    long round = reader.readLong("electionEpoch");
    if (bytes == MIN_BYTES) {
      return new ElectionMessage(state, leader, zxid, round, zxid >> EPOCH_SHIFT, 0, null);
    }
    long peerEpoch = reader.readLong("peerEpoch");
    int version = bytes == BYTES_OF_3_4 ? 0 : reader.readInt("version");
    String config = version >= VERSION ? reader.readString("config") : null;
    return new ElectionMessage(state, leader, zxid, round, peerEpoch, version, config);
  }

  /** Writes this message in the form of 3.5 and later. */
  public void write(JuteWriter writer) {
    writer.writeInt(state.code());
    writer.writeLong(leader);
    writer.writeLong(zxid);
    writer.writeLong(round);
    writer.writeLong(peerEpoch);
    writer.writeInt(VERSION);
    writer.writeString(config == null ? "" : config);
  }
}
