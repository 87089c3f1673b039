package io.castellan.server.kafka.znodes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.castellan.kafka.protocol.Uuid;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /brokers/topics/<topic>}: where a topic's partitions are to be.
 *
 * @param partitions by partition number
 * @param topicId null when an old tool or broker made the topic and none was given yet
 */
public record TopicZnode(SortedMap<Integer, Assignment> partitions, @Nullable Uuid topicId) {
  /** The parent of all topics. */
  public static final String PARENT = "/brokers/topics";

  /**
   * Where one partition is to be.
   *
   * @param replicas broker ids, the preferred leader first; while it is being reassigned, the
   *     target followed by what goes away
   * @param adding what a reassignment adds; empty when there is none
   * @param removing what a reassignment takes away; empty when there is none
   */
  public record Assignment(List<Integer> replicas, List<Integer> adding, List<Integer> removing) {
    /** Copies the lists. */
    public Assignment {
      replicas = List.copyOf(replicas);
      adding = List.copyOf(adding);
      removing = List.copyOf(removing);
    }

    /** Where a partition is that is not being reassigned. */
    public static Assignment of(List<Integer> replicas) {
      return new Assignment(replicas, List.of(), List.of());
    }

    /** Whether a reassignment is under way. */
    public boolean isBeingReassigned() {
      return !adding.isEmpty() || !removing.isEmpty();
    }
  }

  /** The path of a topic. */
  public static String path(String topic) {
    return PARENT + "/" + topic;
  }

  /** The contents: version 3, with or without the id. */
  public byte[] write(ZnodeFormat format) {
    return JsonText.object(
        json -> {
          json.writeObjectFieldStart("partitions");
          for (var partition : partitions.entrySet()) {
            JsonText.ints(json, partition.getKey().toString(), partition.getValue().replicas());
          }
          json.writeEndObject();
          if (topicId != null && format.topicIds()) {
            json.writeStringField("topic_id", topicId.toString());
          }
          json.writeObjectFieldStart("adding_replicas");
          for (var partition : partitions.entrySet()) {
            writeUnlessEmpty(json, partition.getKey(), partition.getValue().adding());
          }
          json.writeEndObject();
          json.writeObjectFieldStart("removing_replicas");
          for (var partition : partitions.entrySet()) {
            writeUnlessEmpty(json, partition.getKey(), partition.getValue().removing());
          }
          json.writeEndObject();
          json.writeNumberField("version", 3);
        });
  }

  private static void writeUnlessEmpty(JsonGenerator json, int partition, List<Integer> replicas)
      throws IOException {
    if (!replicas.isEmpty()) {
      JsonText.ints(json, Integer.toString(partition), replicas);
    }
  }

  /** Reads any version. */
  public static TopicZnode read(String topic, byte @Nullable [] data) {
    String path = path(topic);
    JsonObject json = JsonObject.parse(path, data);
    JsonObject assigned = json.object("partitions");
    JsonObject adding = json.objectOrEmpty("adding_replicas");
    JsonObject removing = json.objectOrEmpty("removing_replicas");
    SortedMap<Integer, Assignment> partitions = new TreeMap<>();
    for (String partition : assigned.keys()) {
      partitions.put(
          number(path, partition),
          new Assignment(
              assigned.ints(partition),
              adding.has(partition) ? adding.ints(partition) : List.of(),
              removing.has(partition) ? removing.ints(partition) : List.of()));
    }
    String id = json.textOrNull("topic_id");
    try {
      return new TopicZnode(partitions, id == null ? null : Uuid.parse(id));
    } catch (IllegalArgumentException e) {
      throw new ZnodeFormatException(path, "topic_id: " + id + "; expected: a uuid in base64");
    }
  }

  private static int number(String path, String partition) {
    try {
      return Integer.parseInt(partition);
    } catch (NumberFormatException e) {
      throw new ZnodeFormatException(path, "partition: " + partition + "; expected: a number");
    }
  }
}
