package io.castellan.server.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what a misspelt name was meant to be. */
final class Spelling {
  private Spelling() {}

  /**
   * The name within an edit distance of a third of the unknown one's length (at least 2), the
   * nearest first; or null.
   */
  static @Nullable String nearest(String unknown, Collection<String> names) {
    String wanted = unknown.toLowerCase(Locale.ROOT);
    int best = Math.max(2, wanted.length() / 3) + 1;
    String found = null;
    for (String name : names) {
      if (Math.abs(name.length() - wanted.length()) < best) {
        int distance = distance(wanted, name.toLowerCase(Locale.ROOT));
        if (distance < best) {
          best = distance;
          found = name;
        }
      }
    }
    return found;
  }

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
