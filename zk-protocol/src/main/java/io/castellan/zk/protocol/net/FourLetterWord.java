package io.castellan.zk.protocol.net;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The commands that a client may send instead of its first frame: four bytes, answered with text.
 */
public enum FourLetterWord {
  /** The configuration. */
  CONF("conf"),
  /** The connections. */
  CONS("cons"),
  /** Resets the statistics of the connections. */
  CRST("crst"),
  /** The sizes of the data directories. */
  DIRS("dirs"),
  /** Sessions and their ephemeral nodes. */
  DUMP("dump"),
  /** The environment of the process. */
  ENVI("envi"),
  /** The trace mask. */
  GTMK("gtmk"),
  /** The history of digests. */
  HASH("hash"),
  /** Whether the server is read-only. */
  ISRO("isro"),
  /** Statistics for monitoring. */
  MNTR("mntr"),
  /** Whether the process is up. */
  RUOK("ruok"),
  /** Resets the statistics of the server. */
  SRST("srst"),
  /** A summary of the server. */
  SRVR("srvr"),
  /** A summary of the server, and its clients. */
  STAT("stat"),
  /** Sets the trace mask, which follows in eight bytes. */
  STMK("stmk"),
  /** The watches by session. */
  WCHC("wchc"),
  /** The watches by path. */
  WCHP("wchp"),
  /** A summary of the watches. */
  WCHS("wchs"),
  /** What telnet sends when its user presses the interrupt key; closes the connection. */
  TELNET_INTERRUPT("\u00ff\u00f4\u00ff\u00fd");

  private static final FourLetterWord[] WORDS = values();

  private final String word;
  private final int code;

  FourLetterWord(String word) {
    this.word = word;
    byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
    this.code =
        ((bytes[0] & 0xff) << 24)
            | ((bytes[1] & 0xff) << 16)
            | ((bytes[2] & 0xff) << 8)
            | (bytes[3] & 0xff);
  }

  /** Returns the word in lower case, as it is sent. */
  public String word() {
    return word;
  }

  /** Returns the four bytes as a number. */
  public int code() {
    return code;
  }

  /** Returns the command that these four bytes stand for, or null when there is none. */
  public static @Nullable FourLetterWord fromCode(int code) {
    for (FourLetterWord word : WORDS) {
      if (word.code == code) {
        return word;
      }
    }
    return null;
  }
}
