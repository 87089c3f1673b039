package io.castellan.server.zk.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of nodes as a tree of millions keeps them: one array each instead of a string and its
 * array.
 *
 * <p>A name of ASCII characters is its bytes. Any other is {@link #WIDE}, which no ASCII name
 * holds, and two bytes for each UTF-16 code unit: every string comes back as it was, even one that
 * is no text, which a snapshot may bring.
 */
final class NodeName {
  private static final byte WIDE = -1;

  private NodeName() {}

  /** The name that stands in a path from an index until another. */
  static byte[] of(String path, int from, int until) {
    byte[] name = new byte[until - from];
    for (int i = from; i < until; i++) {
      char c = path.charAt(i);
      if (c >= 0x80) {
        return wide(path, from, until);
      }
      name[i - from] = (byte) c;
    }
    return name;
  }

  private static byte[] wide(String path, int from, int until) {
    byte[] name = new byte[1 + 2 * (until - from)];
    name[0] = WIDE;
    for (int i = from, at = 1; i < until; i++) {
      name[at++] = (byte) (path.charAt(i) >> 8);
      name[at++] = (byte) path.charAt(i);
    }
    return name;
  }

  /** The name as a string. */
  static String text(byte[] name) {
    if (!isWide(name)) {
      return new String(name, StandardCharsets.ISO_8859_1);
    }
    char[] text = new char[name.length / 2];
    for (int i = 0; i < text.length; i++) {
      text[i] = wideAt(name, i);
    }
    return new String(text);
  }

  /** The hash code of the name as a string. */
  static int hash(byte[] name) {
    int hash = 0;
    if (isWide(name)) {
      for (int i = 0; i < name.length / 2; i++) {
        hash = 31 * hash + wideAt(name, i);
      }
    } else {
      for (byte c : name) {
        hash = 31 * hash + c;
      }
    }
    return hash;
  }

  /** The hash that the part of a path would have as a string of its own. */
  static int hash(String path, int from, int until) {
    int hash = 0;
    for (int i = from; i < until; i++) {
      hash = 31 * hash + path.charAt(i);
    }
    return hash;
  }

  /** Whether two names are the same. */
  static boolean same(byte[] name, byte[] other) {
    return Arrays.equals(name, other);
  }

  /** Whether a name is what stands in a path from an index until another. */
  static boolean matches(byte[] name, String path, int from, int until) {
    if (isWide(name)) {
      return Arrays.equals(name, of(path, from, until));
    }
    if (name.length != until - from) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (name[i] != path.charAt(from + i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWide(byte[] name) {
    return name.length > 0 && name[0] == WIDE;
  }

  private static char wideAt(byte[] name, int index) {
    return (char) ((name[1 + 2 * index] & 0xff) << 8 | (name[2 + 2 * index] & 0xff));
  }
}
