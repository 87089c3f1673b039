package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.DecodeException;
import io.castellan.kafka.protocol.message.ConsumerProtocol;
import io.castellan.kafka.protocol.schema.Codecs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which topics the members of a group of consumers read, as their subscriptions say. */
final class Subscriptions {
  private static final int LAST_VERSION = 3;
  private static final Codecs CODECS = Codecs.compiling(Runnable::run, Codecs.HOT_AFTER);

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
      List<String> read = topicsOf(member.subscription().asByteBuf().nioBuffer());
      if (read == null) {
        return null;
      }
      topics.addAll(read);
    }
    return topics;
  }

  /** Later versions start as the last one known does. */
  private static @Nullable List<String> topicsOf(ByteBuffer subscription) {
    if (subscription.remaining() < Short.BYTES) {
      return null;
    }
    ByteBuf in = Unpooled.wrappedBuffer(subscription);
    int version = in.readShort();
    if (version < 0) {
      return null;
    }
    try {
      return CODECS
          .of(ConsumerProtocol.Subscription.class, (short) Math.min(version, LAST_VERSION))
          .read(in)
          .topics();
    } catch (DecodeException e) {
      return null;
    }
  }
}
