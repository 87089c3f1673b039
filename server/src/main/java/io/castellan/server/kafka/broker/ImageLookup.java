package io.castellan.server.kafka.broker;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.cluster.BrokerImage;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.PartitionImage;
import io.castellan.server.kafka.cluster.TopicImage;
import io.castellan.server.kafka.handler.ClusterLookup;
import io.castellan.server.kafka.znodes.BrokerEndpoint;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers the data path's questions about the cluster from its image. */
final class ImageLookup implements ClusterLookup {
  private final Supplier<ClusterImage> image;

  ImageLookup(Supplier<ClusterImage> image) {
    this.image = image;
  }

  @Override
  public @Nullable String topicName(Uuid topicId) {
    TopicImage topic = image.get().topic(topicId);
    return topic == null ? null : topic.name();
  }

  @Override
  public boolean exists(String topic, int partition) {
    return image.get().partition(topic, partition) != null;
  }

  @Override
  public @Nullable Leader leader(String topic, int partition, String listenerName) {
    ClusterImage now = image.get();
    PartitionImage known = now.partition(topic, partition);
    if (known == null || known.leader() == PartitionImage.NO_LEADER) {
      return null;
    }
    BrokerImage broker = now.broker(known.leader());
    BrokerEndpoint endpoint = broker == null ? null : broker.endpoint(listenerName);
    return new Leader(
        known.leader(),
        known.leaderEpoch(),
        endpoint == null ? null : endpoint.host(),
        endpoint == null ? -1 : endpoint.port(),
        broker == null ? null : broker.rack());
  }
}
