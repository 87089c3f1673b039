package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDirectoryTest {
  private static final TopicPartition PARTITION = new TopicPartition("with-dashes-in.it", 12);

  private final Path root;
  private final DeletionQueue deletions = new DeletionQueue();

  LogDirectoryTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void remembersLogsAcrossACleanShutdown() throws Exception {
    try (LogDirectory directory = LogDirectory.open(root)) {
      assertFalse(directory.isClean());
      assertNull(directory.meta());
      directory.writeMeta(3, "JTTWsfOgSQCCsgFynvjQhQ", TestLog.NOW);
      PartitionLog log = open(directory);
      append(log);
      log.advanceLogStart(1, TestLog.NOW);
      log.close();
      directory.writeCheckpoints(List.of(log.positions()));
      directory.writeHighWatermarks(List.of(log.positions()));
      directory.markCleanShutdown();
    }
    assertEquals(
        "0\n1\nwith-dashes-in.it 12 3\n",
        Files.readString(root.resolve("recovery-point-offset-checkpoint")));
    assertEquals(
        "0\n1\nwith-dashes-in.it 12 1\n",
        Files.readString(root.resolve("log-start-offset-checkpoint")));
    assertEquals(
        "0\n1\nwith-dashes-in.it 12 3\n",
        Files.readString(root.resolve("replication-offset-checkpoint")));
    try (LogDirectory directory = LogDirectory.open(root)) {
      assertTrue(directory.isClean());
      assertEquals(new MetaProperties(3, "JTTWsfOgSQCCsgFynvjQhQ", Map.of()), directory.meta());
      assertEquals(List.of(PARTITION), directory.partitions());
      PartitionLog log = open(directory);
      assertEquals(1, log.logStartOffset());
      assertEquals(3, log.logEndOffset());
      assertEquals(3, log.highWatermark());
      log.abandon();
    }
    try (LogDirectory directory = LogDirectory.open(root)) {
      assertFalse(directory.isClean(), "the mark is good for one start");
    }
  }

  @Test
  void isHeldByOneProcessOnly() {
    LogDirectory directory = LogDirectory.open(root);
    StorageException e = assertThrows(StorageException.class, () -> LogDirectory.open(root));
    assertTrue(String.valueOf(e.getMessage()).contains(root.toString()));
    directory.close();
    LogDirectory.open(root).close();
  }

  @Test
  void deletedLogsMakeRoomAtOnceAndGoLater() throws Exception {
    TopicPartition longest = new TopicPartition("t".repeat(249), 0);
    try (LogDirectory directory = LogDirectory.open(root)) {
      PartitionLog log =
          directory.openLog(
              longest,
              TopicLogs.DEFAULTS,
              deletions,
              () -> {},
              LogRecovery.Progress.SILENT,
              TestLog.NOW);
      append(log);
      directory.deleteLog(log, deletions, TestLog.NOW);
      assertEquals(List.of(), directory.partitions());
      assertEquals(1, names().size());
      assertTrue(names().get(0).matches("t{213}-0\\.[0-9a-f]{32}-delete"), names().get(0));
      PartitionLog again =
          directory.openLog(
              longest,
              TopicLogs.DEFAULTS,
              deletions,
              () -> {},
              LogRecovery.Progress.SILENT,
              TestLog.NOW);
      assertEquals(0, again.logEndOffset());
      again.abandon();
      assertEquals(0, deletions.run(TestLog.NOW + 59_999));
      assertEquals(1, deletions.run(TestLog.NOW + 60_000));
      assertEquals(List.of(longest.toString()), names());
    }
  }

  @Test
  void deletionsThatWereUnderWayGoOn() throws Exception {
    Path gone =
        Files.createDirectories(root.resolve("topic-0.0123456789abcdef0123456789abcdef-delete"));
    Files.writeString(gone.resolve("00000000000000000000.log"), "x");
    Files.createDirectories(root.resolve("topic-1.0123456789abcdef0123456789abcdef-stray"));
    Files.createDirectories(root.resolve("remote-log-index-cache"));
    try (LogDirectory directory = LogDirectory.open(root)) {
      assertEquals(List.of(), directory.partitions());
      directory.resumeDeletions(deletions, 5);
      assertEquals(1, deletions.run(5));
      assertEquals(
          List.of("remote-log-index-cache", "topic-1.0123456789abcdef0123456789abcdef-stray"),
          names());
    }
  }

  @Test
  void checkpointsThatCannotBeReadNameTheirFile() throws Exception {
    for (String text : List.of("1\n0\n", "0\n2\nt 0 1\n", "0\n1\nt 0\n", "0\n1\nt 0 x\n", "zero")) {
      Path file = root.resolve("recovery-point-offset-checkpoint");
      Files.writeString(file, text);
      Files.writeString(root.resolve(".kafka_cleanshutdown"), "");
      StorageException e = assertThrows(StorageException.class, () -> LogDirectory.open(root));
      assertTrue(String.valueOf(e.getMessage()).contains(file.toString()));
      assertTrue(
          Files.exists(root.resolve(".kafka_cleanshutdown")),
          "a start that fails leaves the directory clean");
    }
  }

  @Test
  void metaPropertiesOfStockAreReadAndKeysWithoutMeaningKept() throws Exception {
    Files.writeString(
        root.resolve("meta.properties"),
        """
        #
        #Sat Nov 21 04:55:46 UTC 2026
        broker.id=0
        version=0
        cluster.id=JTTWsfOgSQCCsgFynvjQhQ
        x=y
        """);
    try (LogDirectory directory = LogDirectory.open(root)) {
      MetaProperties meta = directory.meta();
      assertNotNull(meta);
      assertEquals(0, meta.brokerId());
      directory.writeMeta(1, "JTTWsfOgSQCCsgFynvjQhQ", TestLog.NOW);
      assertEquals(
          new MetaProperties(1, "JTTWsfOgSQCCsgFynvjQhQ", Map.of("x", "y")), directory.meta());
      Files.writeString(root.resolve("meta.properties"), "version=1\nnode.id=0\n");
      StorageException e = assertThrows(StorageException.class, () -> assertNull(directory.meta()));
      assertTrue(String.valueOf(e.getMessage()).contains("meta.properties"));
    }
  }

  @Test
  void partitionMetadataIsAsStockWritesIt() throws Exception {
    Uuid id = Uuid.parse("RW069D9JSreJgYHRQvA9zQ");
    PartitionMetadata.write(root, id);
    assertEquals(
        "version: 0\ntopic_id: RW069D9JSreJgYHRQvA9zQ",
        Files.readString(root.resolve("partition.metadata")));
    assertEquals(id, PartitionMetadata.read(root));
    Files.writeString(root.resolve("partition.metadata"), "version: 7\n");
    StorageException e =
        assertThrows(StorageException.class, () -> assertNull(PartitionMetadata.read(root)));
    assertTrue(String.valueOf(e.getMessage()).contains("partition.metadata"));
  }

  @Test
  void aCopyThatTakesALogsPlaceIsCompactedFromItsStart() throws Exception {
    Files.writeString(root.resolve("cleaner-offset-checkpoint"), "0\n1\nwith-dashes-in.it 12 3\n");
    try (LogDirectory directory = LogDirectory.open(root)) {
      PartitionLog future =
          directory.openFuture(
              PARTITION, null, TopicLogs.DEFAULTS, deletions, () -> {}, TestLog.NOW);
      append(future);
      PartitionLog adopted =
          directory.adopt(future, 1, 2, TopicLogs.DEFAULTS, deletions, () -> {}, TestLog.NOW);
      assertEquals(-1, adopted.view().cleanedUntil());
      assertEquals(1, adopted.logStartOffset());
      assertEquals(2, adopted.highWatermark());
      assertEquals(3, adopted.logEndOffset());
      adopted.abandon();
    }
  }

  private PartitionLog open(LogDirectory directory) {
    return directory.openLog(
        PARTITION,
        TopicLogs.DEFAULTS,
        deletions,
        () -> {},
        LogRecovery.Progress.SILENT,
        TestLog.NOW);
  }

  private static void append(PartitionLog log) {
    ByteBuf batch = TestLog.batch(TestLog.NOW, "a", "b", "c");
    assertTrue(log.append(batch, 0, TestLog.NOW, AppendOrigin.CLIENT).isAppended());
    batch.release();
    log.updateHighWatermark(3);
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(root)) {
      return files
          .filter(Files::isDirectory)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
