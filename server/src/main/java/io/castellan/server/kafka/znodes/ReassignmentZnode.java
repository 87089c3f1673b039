package io.castellan.server.kafka.znodes;

import io.castellan.server.kafka.TopicPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /admin/reassign_partitions}: a tool's wish to move partitions.
 *
 * @param targets where each partition is to be
 */
public record ReassignmentZnode(Map<TopicPartition, List<Integer>> targets) {
  /** Its path. */
  public static final String PATH = "/admin/reassign_partitions";

  /** The contents. */
  public byte[] write() {
    return JsonText.object(
        json -> {
          json.writeNumberField("version", 1);
          json.writeArrayFieldStart("partitions");
          for (var target : targets.entrySet()) {
            json.writeStartObject();
            json.writeStringField("topic", target.getKey().topic());
            json.writeNumberField("partition", target.getKey().partition());
            JsonText.ints(json, "replicas", target.getValue());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** Reads the contents. */
  public static ReassignmentZnode read(byte @Nullable [] data) {
    Map<TopicPartition, List<Integer>> targets = new LinkedHashMap<>();
    for (JsonObject partition : JsonObject.parse(PATH, data).objects("partitions")) {
      targets.put(
          new TopicPartition(partition.text("topic"), partition.intValue("partition")),
          partition.ints("replicas"));
    }
    return new ReassignmentZnode(targets);
  }
}
