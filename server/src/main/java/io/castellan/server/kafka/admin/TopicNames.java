package io.castellan.server.kafka.admin;

import io.castellan.kafka.protocol.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which names a topic may have. */
public final class TopicNames {
  /** The topic of committed offsets. */
  public static final String CONSUMER_OFFSETS = "__consumer_offsets";

  /** The topic of transactions. */
  public static final String TRANSACTION_STATE = "__transaction_state";

  /** KRaft's metadata, which nobody may create. */
  public static final String CLUSTER_METADATA = "__cluster_metadata";

  private static final Set<String> INTERNAL = Set.of(CONSUMER_OFFSETS, TRANSACTION_STATE);
  private static final int MAX_LENGTH = 249;

  private TopicNames() {}

  /** Whether a topic belongs to the brokers themselves. */
  public static boolean isInternal(String name) {
    return INTERNAL.contains(name);
  }

  /** What is wrong with a name; null when nothing is. */
  public static @Nullable String objection(String name) {
    if (name.isEmpty()) {
      return "Topic name is invalid: the empty string is not allowed";
    }
    if (name.equals(".") || name.equals("..")) {
      return "Topic name is invalid: '" + name + "' is not allowed";
    }
    if (name.length() > MAX_LENGTH) {
      return "Topic name is invalid: the length of '"
          + name
          + "' is longer than the max allowed length "
          + MAX_LENGTH;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isAllowed(name.charAt(i))) {
        return "Topic name is invalid: '"
            + name
            + "' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'";
      }
    }
    return null;
  }

  /**
   * Fails unless a name is well-formed and no other topic's metrics would be taken for this one's:
   * in their names a dot becomes an underscore.
   */
  static void check(String name, Collection<String> existing) throws RefusedException {
    checkForm(name);
    String folded = name.replace('.', '_');
    if (folded.indexOf('_') < 0) {
      return;
    }
    List<String> colliding =
        existing.stream()
            .filter(other -> !other.equals(name) && other.replace('.', '_').equals(folded))
            .sorted()
            .toList();
    if (!colliding.isEmpty()) {
      throw new RefusedException(
          ErrorCode.INVALID_TOPIC_EXCEPTION,
          "Topic '" + name + "' collides with existing topics: " + String.join(", ", colliding));
    }
  }

  /** Fails unless a name is well-formed. */
  public static void checkForm(String name) throws RefusedException {
    String objection = objection(name);
    if (objection != null) {
      throw new RefusedException(ErrorCode.INVALID_TOPIC_EXCEPTION, objection);
    }
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
