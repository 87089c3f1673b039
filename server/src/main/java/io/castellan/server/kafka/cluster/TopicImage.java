package io.castellan.server.kafka.cluster;

import io.castellan.kafka.protocol.Uuid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic and those of its partitions that have had a leader.
 *
 * @param name its name
 * @param id its id; {@link Uuid#ZERO} for none
 * @param partitions by ascending number
 */
public record TopicImage(String name, Uuid id, List<PartitionImage> partitions) {

  /** Copies the list. */
  public TopicImage {
    partitions = List.copyOf(partitions);
  }

  /** A partition; null when it is not known. */
  public @Nullable PartitionImage partition(int number) {
    // Numbers have no gaps but for the moments in which partitions are being created.
    if (number >= 0 && number < partitions.size()) {
      PartitionImage there = partitions.get(number);
      if (there.partition() == number) {
        return there;
      }
    }
    for (PartitionImage partition : partitions) {
      if (partition.partition() == number) {
        return partition;
      }
    }
    return null;
  }
}
