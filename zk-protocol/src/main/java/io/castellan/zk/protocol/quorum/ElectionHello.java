package io.castellan.zk.protocol.quorum;

import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes that a server sends on a connection to another's election port.
 *
 * @param version how it is written; null from 3.4, which sends its id alone
 * @param serverId the initiator's id
 * @param addresses where the initiator's election port is, each {@code host:port}; empty from 3.4,
 *     one in {@link Version#V1}
 */
public record ElectionHello(@Nullable Version version, long serverId, List<String> addresses) {
  /** The most bytes that the addresses may take. */
  public static final int MAX_ADDRESS_BYTES = 2048;

  private static final String SEPARATOR = "|";
  private static final int FIXED_BYTES = 2 * Long.BYTES + Integer.BYTES;

  /** The forms that carry addresses. */
  public enum Version {
    /** One address; every release since 3.4.6 understands it (ZOOKEEPER-107). */
    V1(-65536),
    /** Any number of addresses; since 3.6 (ZOOKEEPER-3188). */
    V2(-65535);

    private final long code;

    Version(long code) {
      this.code = code;
    }

    private static Version fromCode(long code) {
      for (Version version : values()) {
        if (version.code == code) {
          return version;
        }
      }
      throw JuteException.of("election protocol version", code, "-65536 or -65535");
    }
  }

  /**
   * Returns how many bytes must have arrived before {@link #read} can read the hello that begins in
   * {@code buf}: more than there are while it is incomplete. Moves no index.
   *
   * @throws JuteException if this cannot become a hello
   */
  public static int neededBytes(ByteBuf buf) {
    if (buf.readableBytes() < Long.BYTES) {
      return Long.BYTES;
    }
    long first = buf.getLong(buf.readerIndex());
    if (first >= 0) {
      return Long.BYTES;
    }
    Version.fromCode(first);
    if (buf.readableBytes() < FIXED_BYTES) {
      return FIXED_BYTES;
    }
    return FIXED_BYTES + checked(buf.getInt(buf.readerIndex() + FIXED_BYTES - Integer.BYTES));
  }

  /** Reads a hello. */
  public static ElectionHello read(JuteReader reader) {
    long first = reader.readLong("sid or version");
    if (first >= 0) {
      return new ElectionHello(null, first, List.of());
    }
    Version version = Version.fromCode(first);
    long serverId = reader.readLong("sid");
    checked(reader.peekInt("address length"));
    String text = reader.readString("address");
    return new ElectionHello(
        version, serverId, version == Version.V1 ? List.of(text) : List.of(text.split("\\|", -1)));
  }

  /** Writes this hello. */
  public void write(JuteWriter writer) {
    if (version != null) {
      writer.writeLong(version.code);
    }
    writer.writeLong(serverId);
    if (version != null) {
      writer.writeString(String.join(SEPARATOR, addresses));
    }
  }

  private static int checked(int addressLength) {
    if (addressLength <= 0 || addressLength > MAX_ADDRESS_BYTES) {
      throw JuteException.of("address length", addressLength, "1.." + MAX_ADDRESS_BYTES);
    }
    return addressLength;
  }
}
