package io.castellan.server.zk.tree;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of a quota say: {@code count=3,bytes=12}, behind which hard limits may stand as
 * {@code =;byteHardLimit=20;countHardLimit=4} (ZOOKEEPER-3301: releases before 3.7 stop reading at
 * the lone {@code =}). An amount that is not there is -1.
 *
 * @param amounts by their names
 */
record QuotaText(SortedMap<String, Long> amounts) {
  private static final String COUNT = "count";
  private static final String BYTES = "bytes";
  private static final long NONE = -1;
  private static final Pattern SEPARATORS = Pattern.compile("[,;]+");

  /** A number that cannot be read, as operators write them by hand, is as good as none. */
  static QuotaText parse(byte @Nullable [] data) {
    TreeMap<String, Long> amounts = new TreeMap<>();
    if (data != null && data.length > 0) {
      for (String part : SEPARATORS.split(new String(data, StandardCharsets.UTF_8), -1)) {
        String[] pair = part.split("=", 3);
        if (!pair[0].isEmpty()) {
          amounts.put(pair[0], pair.length < 2 ? NONE : number(pair[1]));
        }
      }
    }
    return new QuotaText(Collections.unmodifiableSortedMap(amounts));
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException notANumber) {
      return NONE;
    }
  }

  static QuotaText of(long count, long bytes) {
    return new QuotaText(new TreeMap<>(Map.of(COUNT, count, BYTES, bytes)));
  }

  long count() {
    return amount(COUNT);
  }

  long bytes() {
    return amount(BYTES);
  }

  long countHardLimit() {
    return amount("countHardLimit");
  }

  long byteHardLimit() {
    return amount("byteHardLimit");
  }

  private long amount(String name) {
    return amounts.getOrDefault(name, NONE);
  }

  /** The same with other amounts of nodes and bytes. */
  QuotaText plus(long countStep, long bytesStep) {
    TreeMap<String, Long> after = new TreeMap<>(amounts);
    after.put(COUNT, count() + countStep);
    after.put(BYTES, bytes() + bytesStep);
    return new QuotaText(after);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(COUNT).append('=').append(count());
    text.append(',').append(BYTES).append('=').append(bytes());
    String separator = "=;";
    for (Map.Entry<String, Long> amount : amounts.entrySet()) {
      if (!amount.getKey().equals(COUNT) && !amount.getKey().equals(BYTES)) {
        text.append(separator).append(amount.getKey()).append('=').append(amount.getValue());
        separator = ";";
      }
    }
    return text.toString();
  }
}
