package io.castellan.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The release of ZooKeeper in whose texts four-letter words are answered ({@code
 * castellan.4lw.texts}), for monitors that were written for an old one.
 */
public enum TextRelease {
  /** Whole milliseconds, sixteen lines of mntr, every word but two without a whitelist. */
  R3_4("3.4", "3.4.14", Set.of("dirs", "hash")),
  /** The same milliseconds and lines; sizes of directories; connections in a dump. */
  R3_5("3.5", "3.5.10", Set.of("hash")),
  /** Everything, as since 3.6. */
  R3_9("3.9", "3.9.6", Set.of());

  private final String line;
  private final String version;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> unknownWords;

  TextRelease(String line, String version, Set<String> unknownWords) {
    this.line = line;
    this.version = version;
    this.unknownWords = unknownWords;
  }

  /** The version that is told. */
  public String version() {
    return version;
  }

  /** Whether this release is as new as the other. */
  public boolean isFrom(TextRelease other) {
    return compareTo(other) >= 0;
  }

  /** Whether this release has such a word. */
  public boolean knows(String word) {
    return !unknownWords.contains(word);
  }

  static TextRelease parse(String key, String text) {
    List<String> lines = new ArrayList<>();
    for (TextRelease release : values()) {
      if (release.line.equals(text)) {
        return release;
      }
      lines.add(release.line);
    }
    throw new ConfigException(
        key + ": " + text + " (expected: one of " + String.join(", ", lines) + ")");
  }
}
