package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.TopicImage;
import org.jspecify.annotations.Nullable;

/**
 * A topic as a request names it: by name, or from some version on by id.
 *
 * @param name null when the id is not known
 * @param id as it was given; zero when the version has names
 */
record TopicNaming(@Nullable String name, Uuid id) {

  static TopicNaming of(ClusterImage image, boolean byId, String name, Uuid id) {
    if (!byId) {
      return new TopicNaming(name, Uuid.ZERO);
    }
    TopicImage topic = image.topic(id);
    return new TopicNaming(topic == null ? null : topic.name(), id);
  }

  /** Whether a partition exists; an unknown id is told apart from an unknown name. */
  ErrorCode check(ClusterImage image, int partition) {
    if (name == null) {
      return ErrorCode.UNKNOWN_TOPIC_ID;
    }
    return image.partition(name, partition) == null
        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        : ErrorCode.NONE;
  }

  /** The name, or nothing in a version that has ids. */
  String nameOrEmpty() {
    return name == null ? "" : name;
  }
}
