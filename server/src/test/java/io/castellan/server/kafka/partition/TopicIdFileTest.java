package io.castellan.server.kafka.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.log.PartitionMetadata;
import io.castellan.server.storage.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicIdFileTest {
  private static final Uuid ID = new Uuid(7, 8);

  private final Path directory;

  TopicIdFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void isWrittenOnceHoweverManyAskForIt() throws Exception {
    TopicIdFile file = new TopicIdFile(directory, ID);
    file.write();
    assertEquals(ID, PartitionMetadata.read(directory));
    Path written = directory.resolve("partition.metadata");
    Files.delete(written);
    file.write();
    assertFalse(Files.exists(written));
  }

  @Test
  void doesNotBringADeletedLogBack() {
    Path gone = directory.resolve("orders-3");
    new TopicIdFile(gone, ID).write();
    assertFalse(Files.exists(gone));
  }

  @Test
  void tellsEverybodyThatItCouldNotBeWritten() throws Exception {
    Files.createDirectories(directory.resolve("partition.metadata.tmp"));
    TopicIdFile file = new TopicIdFile(directory, ID);
    assertThrows(StorageException.class, file::write);
    assertThrows(StorageException.class, file::write);
  }
}
