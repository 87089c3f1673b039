package io.castellan.server.config;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which four-letter words are answered (ZOOKEEPER-2693).
 *
 * @param all whether every word is
 * @param words otherwise, these
 */
public record FourLetterWhitelist(boolean all, Set<String> words) {
  /** Whether this word is answered. */
  public boolean allows(String word) {
    return all || words.contains(word);
  }

  static FourLetterWhitelist parse(String text) {
    Set<String> words = new TreeSet<>();
    for (String word : text.split(",", -1)) {
      if (!word.isBlank()) {
        words.add(word.trim());
      }
    }
    return new FourLetterWhitelist(words.contains("*"), Set.copyOf(words));
  }
}
