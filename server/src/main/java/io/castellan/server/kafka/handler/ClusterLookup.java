package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What the data path asks about the cluster: only when a partition is not served here. Any thread.
 */
public interface ClusterLookup {

  /**
   * Another broker that leads a partition.
   *
   * @param id the broker's id
   * @param leaderEpoch the epoch of its leadership
   * @param host where it is reached on the listener in question; null when it is not
   * @param port with the host
   * @param rack where it stands; null when it does not say
   */
  record Leader(int id, int leaderEpoch, @Nullable String host, int port, @Nullable String rack) {}

  /** The name of a topic; null when no topic has the id. */
  @Nullable String topicName(Uuid topicId);

  /** Whether the cluster has the partition, wherever it is hosted. */
  boolean exists(String topic, int partition);

  /** Who leads a partition, as reached through a listener; null when nobody is known to. */
  @Nullable Leader leader(String topic, int partition, String listenerName);
}
