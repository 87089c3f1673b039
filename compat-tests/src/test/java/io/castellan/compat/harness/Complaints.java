package io.castellan.compat.harness;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lines of a server's output that no test should cause: errors, and buffers that were lost. A
 * server that answers rightly and complains of itself meanwhile is not right.
 *
 * @param excepted what the test does provoke
 */
record Complaints(List<Pattern> excepted) {
  private static final Pattern COMPLAINT =
      Pattern.compile("^\\S+ \\S+ ERROR |LEAK:|^Exception in thread ");

  static Complaints of(String... excepted) {
    return new Complaints(Stream.of(excepted).map(Pattern::compile).toList());
  }

  Complaints except(String regex) {
    return new Complaints(
        Stream.concat(excepted.stream(), Stream.of(Pattern.compile(regex))).toList());
  }

  /**
   * Looks through all that a server has said.
   *
   * @throws IllegalStateException if there is a complaint, with up to five of them
   */
  void check(String server, String output) {
    List<String> found =
        output
            .lines()
            .filter(line -> COMPLAINT.matcher(line).find())
            .filter(line -> excepted.stream().noneMatch(known -> known.matcher(line).find()))
            .limit(5)
            .toList();
    if (!found.isEmpty()) {
      throw new IllegalStateException(
          server + " complained (expected: no errors, no leaks):\n" + String.join("\n", found));
    }
  }
}
