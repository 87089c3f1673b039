package io.castellan.compat.harness;

import java.util.ArrayList;
import java.util.List;

/** Compares what two servers gave, command by command. */
public final class Transcripts {
  private static final int SHOWN = 12;

  private Transcripts() {}

  /**
   * Passes if both are equal.
   *
   * @param prompt what a line starts with that shows a command; what follows, up to the next, is
   *     its answer
   * @throws AssertionError that shows each command whose answers differ, and both answers
   */
  public static void assertEqual(String prompt, String expected, String actual) {
    if (expected.equals(actual)) {
      return;
    }
    List<String> wanted = blocks(prompt, expected);
    List<String> got = blocks(prompt, actual);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(wanted.size(), got.size()); i++) {
      String w = i < wanted.size() ? wanted.get(i) : "(nothing)";
      String g = i < got.size() ? got.get(i) : "(nothing)";
      if (!w.equals(g)) {
        differences.add("stock:\n" + w.indent(2) + "ours:\n" + g.indent(2));
      }
    }
    throw new AssertionError(
        differences.size()
            + " of "
            + wanted.size()
            + " answers differ\n"
            + String.join("\n", differences.subList(0, Math.min(SHOWN, differences.size()))));
  }

  private static List<String> blocks(String prompt, String transcript) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    for (String line : transcript.lines().toList()) {
      if (line.startsWith(prompt)) {
        blocks.add(block.toString());
        block.setLength(0);
      }
      block.append(line).append('\n');
    }
    blocks.add(block.toString());
    return blocks;
  }
}
