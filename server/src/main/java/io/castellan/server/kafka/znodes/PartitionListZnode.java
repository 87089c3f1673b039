package io.castellan.server.kafka.znodes;

import io.castellan.server.kafka.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The znodes that hold a list of partitions: {@code /admin/preferred_replica_election}, a tool's
 * wish that the preferred replicas lead, and {@code /isr_change_notification/isr_change_<n>}, a
 * leader's word to the controller that ISRs have changed.
 */
public final class PartitionListZnode {
  /** The wish for a preferred election. */
  public static final String PREFERRED_ELECTION_PATH = "/admin/preferred_replica_election";

  /** The parent of the notifications of changed ISRs. */
  public static final String ISR_CHANGE_PARENT = "/isr_change_notification";

  private PartitionListZnode() {}

  /** The contents. */
  public static byte[] write(List<TopicPartition> partitions) {
    return JsonText.object(
        json -> {
          json.writeNumberField("version", 1);
          json.writeArrayFieldStart("partitions");
          for (TopicPartition partition : partitions) {
            json.writeStartObject();
            json.writeStringField("topic", partition.topic());
            json.writeNumberField("partition", partition.partition());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads the contents.
   *
   * @param path for the text of an error
   */
  public static List<TopicPartition> read(String path, byte @Nullable [] data) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (JsonObject partition : JsonObject.parse(path, data).objects("partitions")) {
      partitions.add(new TopicPartition(partition.text("topic"), partition.intValue("partition")));
    }
    return partitions;
  }
}
