package io.castellan.server.zk.session;

import java.security.MessageDigest;

/**
 * The password of a session, which every server can work out from the session's number, so that a
 * client can come back to any of them. It is an obstacle to accidents, not to attackers: who knows
 * the number knows the password.
 */
public final class SessionPassword {
  /** How many bytes one has. */
  public static final int BYTES = 16;

  private static final long SECRET = 0xB3415C00L;
  private static final long MULTIPLIER = 0x5DEECE66DL;
  private static final long ADDEND = 0xBL;
  private static final long STATE_MASK = (1L << 48) - 1;

  private SessionPassword() {}

  /** The password of a session. */
  public static byte[] of(long sessionId) {
    byte[] password = new byte[BYTES];
    // The generator of java.util.Random, written out: the bytes are protocol, not chance.
    long state = ((sessionId ^ SECRET) ^ MULTIPLIER) & STATE_MASK;
    for (int at = 0; at < BYTES; ) {
      state = (state * MULTIPLIER + ADDEND) & STATE_MASK;
      int word = (int) (state >>> 16);
      for (int i = 0; i < Integer.BYTES; i++) {
        password[at++] = (byte) word;
        word >>= Byte.SIZE;
      }
    }
    return password;
  }

  /** Whether a password is that of a session; there is no session 0. */
  public static boolean isRight(long sessionId, byte[] password) {
    return sessionId != 0 && MessageDigest.isEqual(of(sessionId), password);
  }
}
