package io.castellan.server.config;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which four-letter words are answered (ZOOKEEPER-2693), and how.
 *
 * @param texts in whose words ({@code castellan.4lw.texts})
 * @param all whether every word is answered, but for those in {@code words}; otherwise only those
 */
public record FourLetterWhitelist(TextRelease texts, boolean all, Set<String> words) {
  private static final String WHITELIST = "zookeeper.4lw.commands.whitelist";
  private static final String TEXTS = "zookeeper.castellan.4lw.texts";

  /** The two that 3.4 answers only when it is told to: they walk through every watch. */
  private static final Set<String> NOT_IN_3_4 = Set.of("wchp", "wchc");

  /** Whether this word is answered. */
  public boolean allows(String word) {
    return all != words.contains(word);
  }

  static FourLetterWhitelist of(Settings settings) {
    TextRelease texts = TextRelease.parse(TEXTS, settings.getText(TEXTS));
    if (texts == TextRelease.R3_4 && !settings.isSet(WHITELIST)) {
      return new FourLetterWhitelist(texts, true, NOT_IN_3_4);
    }
    Set<String> words = new TreeSet<>();
    for (String word : settings.getText(WHITELIST).split(",", -1)) {
      if (!word.isBlank()) {
        words.add(word.trim());
      }
    }
    if (settings.getBoolean("readonlymode.enabled")) {
      words.add("isro"); // by it clients find out which servers may write
    }
    return words.contains("*")
        ? new FourLetterWhitelist(texts, true, Set.of())
        : new FourLetterWhitelist(texts, false, Set.copyOf(words));
  }
}
