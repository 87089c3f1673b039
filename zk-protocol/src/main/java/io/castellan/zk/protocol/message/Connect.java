package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/**
 * The first frame in each direction, which opens a session or takes one up again. No header stands
 * before it.
 *
 * <p>Clients older than 3.4 and some small ones do not send the read-only flag, and do not expect
 * it back: its presence is part of the message.
 */
public final class Connect {
  /** How many bytes a session's password has. */
  public static final int PASSWORD_BYTES = 16;

  private static final byte[] NO_BYTES = {};

  private Connect() {}

  private static byte[] readPassword(JuteReader reader) {
    byte[] password = reader.readBuffer("passwd");
    return password == null ? NO_BYTES : password;
  }

  private static @Nullable Boolean readFlag(JuteReader reader) {
    return reader.remaining() > 0 ? Boolean.valueOf(reader.readBoolean("readOnly")) : null;
  }

  /**
   * What session the client wants.
   *
   * @param protocolVersion always 0
   * @param lastZxidSeen the highest zxid that the client has seen on any server
   * @param timeoutMs the session timeout wanted
   * @param sessionId 0 for a new session
   * @param password what the server gave for this session; any bytes for a new one
   * @param readOnly whether a server without a quorum will do; null when the client did not send
   *     the flag
   */
  public record Request(
      int protocolVersion,
      long lastZxidSeen,
      int timeoutMs,
      long sessionId,
      byte[] password,
      @Nullable Boolean readOnly) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(
          reader.readInt("protocolVersion"),
          reader.readLong("lastZxidSeen"),
          reader.readInt("timeOut"),
          reader.readLong("sessionId"),
          readPassword(reader),
          readFlag(reader));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeInt(protocolVersion);
      writer.writeLong(lastZxidSeen);
      writer.writeInt(timeoutMs);
      writer.writeLong(sessionId);
      writer.writeBuffer(password);
      if (readOnly != null) {
        writer.writeBoolean(readOnly);
      }
    }
  }

  /**
   * What session the client has got.
   *
   * @param protocolVersion always 0
   * @param timeoutMs the session timeout agreed, or 0 when the session asked for is not valid
   * @param sessionId 0 when the session asked for is not valid
   * @param password what the client must show to take up the session again
   * @param readOnly whether this server is without a quorum; null when the request did not carry
   *     the flag
   */
  public record Response(
      int protocolVersion,
      int timeoutMs,
      long sessionId,
      byte[] password,
      @Nullable Boolean readOnly) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(
          reader.readInt("protocolVersion"),
          reader.readInt("timeOut"),
          reader.readLong("sessionId"),
          readPassword(reader),
          readFlag(reader));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      writer.writeInt(protocolVersion);
      writer.writeInt(timeoutMs);
      writer.writeLong(sessionId);
      writer.writeBuffer(password);
      if (readOnly != null) {
        writer.writeBoolean(readOnly);
      }
    }
  }
}
