package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.storage.Checkpoint;
import io.castellan.server.storage.StorageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The topic's id beside its partition's log: the file {@code partition.metadata} (KIP-516). */
public final class PartitionMetadata {
  /** The file's name. */
  public static final String FILE = "partition.metadata";

  private static final String VERSION_LINE = "version: 0";
  private static final String TOPIC_ID = "topic_id: ";

  private PartitionMetadata() {}

  /** Reads the topic id; null if there is no file, as of a topic from before 2.8. */
  public static @Nullable Uuid read(Path partitionDirectory) {
    Path file = partitionDirectory.resolve(FILE);
    String text = new Checkpoint(file).read();
    if (text == null) {
      return null;
    }
    String[] lines = text.split("\n", -1);
    if (lines.length < 2
        || !lines[0].trim().equals(VERSION_LINE)
        || !lines[1].startsWith(TOPIC_ID)) {
      throw StorageException.corrupt(
          file, "content: " + text.replace('\n', '|') + " (expected: version: 0|topic_id: <id>)");
    }
    try {
      return Uuid.parse(lines[1].substring(TOPIC_ID.length()).trim());
    } catch (IllegalArgumentException e) {
      throw StorageException.corrupt(file, String.valueOf(e.getMessage()));
    }
  }

  /** Writes the topic id; on disk when this returns. */
  public static void write(Path partitionDirectory, Uuid topicId) {
    new Checkpoint(partitionDirectory.resolve(FILE))
        .write(VERSION_LINE + "\n" + TOPIC_ID + topicId);
  }
}
