package io.castellan.compat.raw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;

/**
 * A frame from the server in words that two servers which behave alike agree on, if both were sent
 * the same frames from the start: times are left out, except whether two are equal; the sessions'
 * numbers are replaced by words; children and identities, whose order the protocol leaves open, are
 * sorted.
 *
 * <p>A shape has a letter for each field of a body: {@code t} text, {@code b} buffer, {@code i}
 * int, {@code S} stat, {@code L} vector of texts, {@code A} access control list, {@code C} client
 * identities, {@code M} results of a multi.
 *
 * @param xid of the request; -1 for an event
 * @param zxid that the header shows
 * @param error that the header shows
 * @param text the body
 */
public record Answer(int xid, long zxid, int error, String text) {
  /** The xid of watch events. */
  public static final int EVENT = -1;

  private static final int MULTI_END = -1;

  static Answer read(ByteBuffer frame, String shape, long sessionId) {
    int xid = frame.getInt();
    long zxid = frame.getLong();
    int error = frame.getInt();
    String text;
    if (xid == EVENT) {
      text = "event type=" + frame.getInt() + " state=" + frame.getInt() + " " + text(frame);
    } else {
      text = frame.hasRemaining() ? fields(frame, shape, sessionId) : "";
    }
    if (frame.hasRemaining()) {
      text += " and " + frame.remaining() + " bytes more";
    }
    return new Answer(xid, zxid, error, text);
  }

  private static String fields(ByteBuffer frame, String shape, long sessionId) {
    StringJoiner fields = new StringJoiner(" ");
    for (int i = 0; i < shape.length(); i++) {
      fields.add(
          switch (shape.charAt(i)) {
            case 't' -> text(frame);
            case 'b' -> buffer(frame);
            case 'i' -> Integer.toString(frame.getInt());
            case 'S' -> stat(frame, sessionId);
            case 'L' -> sortedTexts(frame);
            case 'A' -> acl(frame);
            case 'C' -> identities(frame);
            case 'M' -> results(frame, sessionId);
            default -> throw new IllegalArgumentException("shape: " + shape);
          });
    }
    return fields.toString();
  }

  private static String results(ByteBuffer frame, long sessionId) {
    StringJoiner results = new StringJoiner("; ", "[", "]");
    while (true) {
      int type = frame.getInt();
      boolean done = frame.get() != 0;
      int error = frame.getInt();
      if (done) {
        return results + (type == MULTI_END && error == MULTI_END ? "" : " ended by " + type);
      }
      String shape =
          switch (type) {
            case -1 -> "i";
            case 1 -> "t";
            case 15 -> "tS";
            case 5 -> "S";
            case 4 -> "bS";
            case 8 -> "L";
            default -> "";
          };
      results.add((type + " err=" + error + " " + fields(frame, shape, sessionId)).strip());
    }
  }

  private static String text(ByteBuffer frame) {
    int length = frame.getInt();
    if (length < 0) {
      return "null";
    }
    byte[] bytes = new byte[length];
    frame.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String buffer(ByteBuffer frame) {
    int length = frame.getInt();
    if (length < 0) {
      return "null";
    }
    byte[] bytes = new byte[length];
    frame.get(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f)
        ? "'" + text + "'"
        : Base64.getEncoder().encodeToString(bytes);
  }

  private static String sortedTexts(ByteBuffer frame) {
    int count = frame.getInt();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text(frame));
    }
    texts.sort(null);
    return texts.toString();
  }

  private static String acl(ByteBuffer frame) {
    int count = frame.getInt();
    StringJoiner acl = new StringJoiner(",", "{", "}");
    for (int i = 0; i < count; i++) {
      int perms = frame.getInt();
      acl.add(text(frame) + ":" + text(frame) + ":" + perms);
    }
    return acl.toString();
  }

  private static String identities(ByteBuffer frame) {
    int count = frame.getInt();
    List<String> identities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      identities.add(text(frame) + ":" + text(frame));
    }
    identities.sort(null);
    return identities.toString();
  }

  private static String stat(ByteBuffer frame, long sessionId) {
    long czxid = frame.getLong();
    long mzxid = frame.getLong();
    long ctime = frame.getLong();
    long mtime = frame.getLong();
    String times = ctime == 0 ? "never" : ctime == mtime ? "at once" : "since";
    int version = frame.getInt();
    int cversion = frame.getInt();
    int aversion = frame.getInt();
    long owner = frame.getLong();
    int dataLength = frame.getInt();
    int children = frame.getInt();
    long pzxid = frame.getLong();
    // A change within the same millisecond as the creation is no difference.
    String when = czxid == mzxid ? times : "changed";
    return String.format(
        "(c=%d m=%d p=%d %s v=%d cv=%d av=%d owner=%s data=%d children=%d)",
        czxid,
        mzxid,
        pzxid,
        when,
        version,
        cversion,
        aversion,
        owner == sessionId ? "mine" : owner == 0 ? "none" : "another's",
        dataLength,
        children);
  }

  @Override
  public String toString() {
    return String.format("xid=%d zxid=%d err=%d %s", xid, zxid, error, text).strip();
  }
}
