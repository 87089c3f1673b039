package io.castellan.server.zk.tree;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a quota's stats node says: {@code count=3,bytes=12}, behind which stand hard limits if there
 * are any (ZOOKEEPER-3301), which are kept as they are.
 *
 * @param count how many nodes, -1 for not known
 * @param bytes how many bytes of data, -1 for not known
 * @param rest what stands behind, with the character that separates it
 */
record QuotaText(long count, long bytes, String rest) {
  private static final QuotaText UNKNOWN = new QuotaText(-1, -1, "");

  static QuotaText parse(byte @Nullable [] data) {
    if (data == null) {
      return UNKNOWN;
    }
    String text = new String(data, StandardCharsets.UTF_8);
    int end = text.indexOf('=', text.indexOf("bytes=") + "bytes=".length());
    String rest = end < 0 ? "" : text.substring(end);
    return new QuotaText(number(text, "count="), number(text, "bytes="), rest);
  }

  private static long number(String text, String key) {
    int at = text.indexOf(key);
    if (at < 0) {
      return -1;
    }
    int from = at + key.length();
    int until = from;
    while (until < text.length() && (text.charAt(until) == '-' || isDigit(text.charAt(until)))) {
      until++;
    }
    try {
      return Long.parseLong(text.substring(from, until));
    } catch (NumberFormatException notANumber) {
      return -1; // what an operator wrote there by hand; the next recount mends it
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  QuotaText plus(long countStep, long bytesStep) {
    return new QuotaText(count + countStep, bytes + bytesStep, rest);
  }

  QuotaText of(long newCount, long newBytes) {
    return new QuotaText(newCount, newBytes, rest);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "count=%d,bytes=%d%s", count, bytes, rest);
  }
}
