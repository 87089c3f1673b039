package io.castellan.server.kafka.log;

import io.castellan.server.kafka.TopicPartition;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a directory below a log directory says.
 *
 * @param state what the directory is
 * @param topicPartition whose it is, null unless it is live or future: other names may have been
 *     cut
 */
record PartitionDirectoryName(State state, @Nullable TopicPartition topicPartition) {
  /** What a directory is. */
  enum State {
    /** {@code topic-3}: a log. */
    LIVE,
    /** {@code topic-3.<32 hex>-delete}: a log that is being deleted. */
    DELETING,
    /** {@code topic-3.<32 hex>-future}: a log that is being copied here from another directory. */
    FUTURE,
    /** {@code topic-3.<32 hex>-stray}: set aside by a stock broker, for people to look at. */
    STRAY,
    /** A directory of another kind, that is left alone. */
    FOREIGN
  }

  private static final int MAX_NAME = 255;
  private static final Pattern MARKED =
      Pattern.compile("(\\S+)-(\\d+)\\.([0-9a-f]{32})-(delete|future|stray)");
  private static final Pattern PLAIN = Pattern.compile("(\\S+)-(\\d+)");

  static PartitionDirectoryName parse(String name) {
    Matcher marked = MARKED.matcher(name);
    if (marked.matches()) {
      return switch (marked.group(4)) {
        case "delete" -> new PartitionDirectoryName(State.DELETING, null);
        case "future" -> new PartitionDirectoryName(State.FUTURE, partition(marked));
        default -> new PartitionDirectoryName(State.STRAY, null);
      };
    }
    Matcher plain = PLAIN.matcher(name);
    TopicPartition partition =
        plain.matches() && !name.equals("__cluster_metadata-0") ? partition(plain) : null;
    return partition == null
        ? new PartitionDirectoryName(State.FOREIGN, null)
        : new PartitionDirectoryName(State.LIVE, partition);
  }

  private static @Nullable TopicPartition partition(Matcher matcher) {
    try {
      return new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The name of the copy that a partition's log is moved by. */
  static String future(TopicPartition partition, UUID unique) {
    return partition + "." + unique.toString().replace("-", "") + "-future";
  }

  /**
   * The name under which a partition's directory is deleted: the topic's part is cut where it would
   * become too long.
   */
  static String deleting(TopicPartition partition, UUID unique) {
    String suffix =
        "-" + partition.partition() + "." + unique.toString().replace("-", "") + "-delete";
    int room = MAX_NAME - suffix.length();
    String topic = partition.topic();
    return (topic.length() <= room ? topic : topic.substring(0, room)) + suffix;
  }
}
