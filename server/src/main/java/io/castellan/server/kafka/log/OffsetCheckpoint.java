package io.castellan.server.kafka.log;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.storage.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An offset for each of many partitions, in one of the checkpoint files of a log directory: lines
 * of topic, partition, offset.
 */
final class OffsetCheckpoint {
  private final Checkpoint checkpoint;

  OffsetCheckpoint(Path file) {
    checkpoint = new Checkpoint(file);
  }

  /** Reads the file; a missing one is empty. */
  Map<TopicPartition, Long> read() {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    String text = checkpoint.read();
    // Stock leaves a file of no bytes behind where it has made one and not written it yet.
    if (text == null || text.isEmpty()) {
      return offsets;
    }
    for (String[] line : CheckpointText.lines(text, 3, checkpoint.path())) {
      int partition = (int) CheckpointText.number(line[1], checkpoint.path());
      offsets.put(
          new TopicPartition(line[0], partition),
          CheckpointText.number(line[2], checkpoint.path()));
    }
    return offsets;
  }

  /** Replaces the file; on disk when this returns. */
  void write(Map<TopicPartition, Long> offsets) {
    List<String> lines = new ArrayList<>(offsets.size());
    new TreeMap<>(offsets)
        .forEach(
            (partition, offset) ->
                lines.add(partition.topic() + " " + partition.partition() + " " + offset));
    checkpoint.write(CheckpointText.of(lines));
  }
}
