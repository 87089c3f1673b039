package io.castellan.server.zkclient;

import io.castellan.zk.protocol.message.Connect;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What proves that a session is ours: who has it may take the session up again, or close it.
 *
 * @param sessionId the session
 * @param password what the server gave for it
 */
public record SessionKey(long sessionId, byte[] password) {

  /** One line: id and password, in hexadecimal. */
  public String toLine() {
    return HexFormat.of().toHexDigits(sessionId) + " " + HexFormat.of().formatHex(password);
  }

  /** Reads such a line; null when it is none. */
  public static @Nullable SessionKey fromLine(String line) {
    String[] parts = line.strip().split(" ", -1);
    if (parts.length != 2 || parts[1].length() != 2 * Connect.PASSWORD_BYTES) {
      return null;
    }
    try {
      long sessionId = HexFormat.fromHexDigitsToLong(parts[0]);
      return sessionId == 0 ? null : new SessionKey(sessionId, HexFormat.of().parseHex(parts[1]));
    } catch (IllegalArgumentException notHexadecimal) {
      return null;
    }
  }
}
