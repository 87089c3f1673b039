package io.castellan.zk.protocol.quorum;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/**
 * How a learner introduces itself: the payload of {@link PacketType#FOLLOWER_INFO} and {@link
 * PacketType#OBSERVER_INFO}.
 *
 * <p>Releases have lengthened it: up to the server id, up to the protocol version, and since 3.5 up
 * to the version of the configuration. What is missing is null, and is not written.
 *
 * @param serverId the learner's id
 * @param protocolVersion {@link #ZAB_1_0} or later; null from a peer of before
 * @param configVersion the version of the configuration that the learner knows; null from 3.4
 */
public record LearnerIntroduction(
    long serverId, @Nullable Integer protocolVersion, @Nullable Long configVersion) {
  /** The version of the protocol that has epochs agreed upon before the history is exchanged. */
  public static final int ZAB_1_0 = 0x10000;

  /** Reads an introduction of any length. */
  public static LearnerIntroduction read(JuteReader reader) {
    return new LearnerIntroduction(
        reader.readLong("serverid"),
        reader.remaining() > 0 ? reader.readInt("protocolVersion") : null,
        reader.remaining() > 0 ? reader.readLong("configVersion") : null);
  }

  /** Writes this introduction. */
  public void write(JuteWriter writer) {
    writer.writeLong(serverId);
    if (protocolVersion != null) {
      writer.writeInt(protocolVersion);
      if (configVersion != null) {
        writer.writeLong(configVersion);
      }
    }
  }
}
