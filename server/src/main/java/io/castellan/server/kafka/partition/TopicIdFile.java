package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.log.PartitionMetadata;
import io.castellan.server.storage.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The file that says which topic a log was made for (KIP-516). Forcing it takes two trips to the
 * disk, which a lane that makes a thousand logs must not wait for one after the other: so it is
 * written off the lane, soon after the log was made, and at the latest before the log's first
 * record. A crash before that leaves an empty log without the file, which takes the next topic's
 * id, as in stock.
 *
 * <p>Any thread.
 */
final class TopicIdFile {
  private final Path directory;
  private final Uuid topicId;
  private final AtomicReference<FutureTask<Boolean>> writing;

  TopicIdFile(Path directory, Uuid topicId) {
    this.directory = directory;
    this.topicId = topicId;
    this.writing = new AtomicReference<>(attempt());
  }

  private FutureTask<Boolean> attempt() {
    return new FutureTask<>(() -> write(directory, topicId));
  }

  private static boolean write(Path directory, Uuid topicId) {
    try {
      PartitionMetadata.write(directory, topicId);
      return true;
    } catch (StorageException failed) {
      if (!Files.isDirectory(directory)) {
        return false; // the topic was deleted before its turn came
      }
      throw failed;
    }
  }

  /**
   * Returns once the file is on disk, or its log is gone.
   *
   * @throws StorageException if it cannot be written; for want of room, that can be tried again
   */
  void write() {
    FutureTask<Boolean> task = Objects.requireNonNull(writing.get());
    task.run();
    try {
      task.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof StorageException disk) {
        if (disk.isFull()) {
          writing.compareAndSet(task, attempt());
        }
        throw disk;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a topic id was written", e);
    }
  }
}
