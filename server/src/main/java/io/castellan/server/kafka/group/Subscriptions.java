package io.castellan.server.kafka.group;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which topics the members of a group of consumers read, as their subscriptions say. */
final class Subscriptions {
  private Subscriptions() {}

  /**
   * The topics of all members, or null when the group is not one of consumers or a subscription
   * cannot be read.
   */
  static @Nullable Set<String> topicsOf(GroupSnapshot group) {
    if (!group.protocolType().equals("consumer")) {
      return null;
    }
    Set<String> topics = new HashSet<>();
    for (GroupSnapshot.StoredMember member : group.members()) {
      if (!addTopics(member.subscription().asByteBuf().nioBuffer(), topics)) {
        return null;
      }
    }
    return topics;
  }

  /** Every version starts alike: int16 version, then an array of int16-length topic names. */
  private static boolean addTopics(ByteBuffer in, Set<String> topics) {
    if (in.remaining() < 6 || in.getShort() < 0) {
      return false;
    }
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      if (in.remaining() < 2) {
        return false;
      }
      int length = in.getShort();
      if (length < 0 || length > in.remaining()) {
        return false;
      }
      byte[] name = new byte[length];
      in.get(name);
      topics.add(new String(name, StandardCharsets.UTF_8));
    }
    return count >= 0;
  }
}
