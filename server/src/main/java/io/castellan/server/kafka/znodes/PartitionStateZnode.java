package io.castellan.server.kafka.znodes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /brokers/topics/<topic>/partitions/<n>/state}: who leads a partition, and who is in sync.
 * The znode's data version is the partition epoch; every change is conditional on it.
 *
 * @param controllerEpoch of the controller that wrote it last
 * @param leader broker id, -1 for none
 * @param leaderEpoch grows with every change of leader
 * @param isr broker ids, never empty
 * @param recovering whether the leader was elected uncleanly and is still recovering (KIP-704)
 */
public record PartitionStateZnode(
    int controllerEpoch, int leader, int leaderEpoch, List<Integer> isr, boolean recovering) {

  /** Copies the list. */
  public PartitionStateZnode {
    isr = List.copyOf(isr);
  }

  /** The parent of a topic's partitions. */
  public static String partitionsPath(String topic) {
    return TopicZnode.path(topic) + "/partitions";
  }

  /** The parent of a partition's state. */
  public static String partitionPath(String topic, int partition) {
    return partitionsPath(topic) + "/" + partition;
  }

  /** The path of a partition's state. */
  public static String path(String topic, int partition) {
    return partitionPath(topic, partition) + "/state";
  }

  /** The contents. */
  public byte[] write(ZnodeFormat format) {
    return JsonText.object(
        json -> {
          json.writeNumberField("controller_epoch", controllerEpoch);
          json.writeNumberField("leader", leader);
          json.writeNumberField("version", 1);
          json.writeNumberField("leader_epoch", leaderEpoch);
          JsonText.ints(json, "isr", isr);
          if (recovering && format.recoveryState()) {
            json.writeNumberField("leader_recovery_state", 1);
          }
        });
  }

  /** Reads the contents. */
  public static PartitionStateZnode read(String topic, int partition, byte @Nullable [] data) {
    JsonObject json = JsonObject.parse(path(topic, partition), data);
    return new PartitionStateZnode(
        json.intValue("controller_epoch"),
        json.intValue("leader"),
        json.intValue("leader_epoch"),
        json.ints("isr"),
        json.intOr("leader_recovery_state", 0) == 1);
  }
}
