package io.castellan.server.kafka.znodes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /consumers/<group>/offsets/<topic>/<partition>}: how far a group of the consumers of 0.8
 * got, as decimal digits. Those consumers write it themselves, or have a broker do it with version
 * 0 of OffsetCommit.
 */
public final class ConsumerOffsetZnode {
  private static final String CONSUMERS = "/consumers";

  private ConsumerOffsetZnode() {}

  /**
   * Whether a group may have such nodes: its name is one element of a path.
   *
   * @param group as a client gave it
   */
  public static boolean isValidGroup(String group) {
    return !group.isEmpty()
        && !group.equals(".")
        && !group.equals("..")
        && group
            .chars()
            .allMatch(c -> (c > ' ' && c != '/' && c < '\u007f') || (c > '\u009f' && c < '\ud800'));
  }

  /** The node of a partition. */
  public static String path(String group, String topic, int partition) {
    return CONSUMERS + "/" + group + "/offsets/" + topic + "/" + partition;
  }

  /** What stands above it and may be missing, from the top. */
  public static List<String> parents(String group, String topic) {
    String own = CONSUMERS + "/" + group;
    return List.of(CONSUMERS, own, own + "/offsets", own + "/offsets/" + topic);
  }

  /** What the node holds. */
  public static byte[] write(long offset) {
    return Long.toString(offset).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what a node holds.
   *
   * @param path for the error
   * @throws ZnodeFormatException if that is no number
   */
  public static long read(String path, byte @Nullable [] data) {
    String text = data == null ? "nothing" : new String(data, StandardCharsets.UTF_8).strip();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ZnodeFormatException(path, "holds: " + text + ", expected: an offset");
    }
  }
}
