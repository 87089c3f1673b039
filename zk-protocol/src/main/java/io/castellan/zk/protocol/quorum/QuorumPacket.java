package io.castellan.zk.protocol.quorum;

import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet between a learner and its leader.
 *
 * @param type the code of a {@link PacketType}, which may be unknown
 * @param zxid what the packet is about; its meaning depends on the type
 * @param data the payload, whose form depends on the type
 * @param authInfo the identities of the client whose request this is, else null
 */
public record QuorumPacket(
    int type, long zxid, byte @Nullable [] data, @Nullable List<Id> authInfo) {

  /** A packet without identities. */
  public static QuorumPacket of(PacketType type, long zxid, byte @Nullable [] data) {
    return new QuorumPacket(type.code(), zxid, data, null);
  }

  /** Reads a packet. Where it ends in a stream, {@link QuorumPacketBoundary} tells. */
  public static QuorumPacket read(JuteReader reader) {
    return new QuorumPacket(
        reader.readInt("type"),
        reader.readLong("zxid"),
        reader.readBuffer("data"),
        reader.readNullableList("authinfo", Id.MIN_BYTES, Id::read));
  }

  /** Writes this packet. */
  public void write(JuteWriter writer) {
    writer.writeInt(type);
    writer.writeLong(zxid);
    writer.writeBuffer(data);
    writer.writeList(authInfo, Id::write);
  }

  /** Returns the type of this packet, or null when its code is unknown. */
  public @Nullable PacketType packetType() {
    return PacketType.fromCode(type);
  }
}
