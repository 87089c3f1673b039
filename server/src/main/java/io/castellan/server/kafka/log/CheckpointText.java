package io.castellan.server.kafka.log;

import io.castellan.server.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of stock's checkpoint files:
 *
 * <pre>
 * 0          the version
 * 2          how many lines follow
 * topic 0 17
 * topic 1 4
 * </pre>
 */
final class CheckpointText {
  private static final String VERSION = "0";

  private CheckpointText() {}

  static String of(List<String> lines) {
    StringBuilder text = new StringBuilder(16 + 24 * lines.size());
    text.append(VERSION).append('\n').append(lines.size()).append('\n');
    for (String line : lines) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /**
   * Splits the text.
   *
   * @param fields how many each line has
   * @throws StorageException naming the file and what is wrong in it
   */
  static List<String[]> lines(String text, int fields, Path path) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 2 || !lines[0].trim().equals(VERSION)) {
      throw StorageException.corrupt(
          path, "version: " + lines[0].trim() + " (expected: " + VERSION + ")");
    }
    long count = number(lines[1].trim(), path);
    List<String[]> split = new ArrayList<>();
    for (int i = 2; i < lines.length; i++) {
      if (lines[i].isBlank()) {
        continue;
      }
      String[] parts = lines[i].trim().split("\\s+");
      if (parts.length != fields) {
        throw StorageException.corrupt(
            path, "line " + (i + 1) + ": " + lines[i] + " (expected: " + fields + " fields)");
      }
      split.add(parts);
    }
    if (split.size() != count) {
      throw StorageException.corrupt(
          path, "lines: " + split.size() + " (expected: " + count + " as it says itself)");
    }
    return split;
  }

  static long number(String text, Path path) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw StorageException.corrupt(path, "number: " + text + " (expected: an integer)");
    }
  }
}
