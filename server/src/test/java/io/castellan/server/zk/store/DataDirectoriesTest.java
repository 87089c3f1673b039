package io.castellan.server.zk.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.castellan.server.config.ZooCfg;
import io.castellan.server.lane.Clock;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class DataDirectoriesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "'', snapshot.0",
    "gz, snapshot.0.gz",
    "GZ, snapshot.0.gz",
    "snappy, snapshot.0.snappy",
    "lzma, snapshot.0"
  })
  void writesSnapshotsAsConfiguredAndReadsThemBack(String method, String name) throws IOException {
    startOnce(Map.of("snapshot.compression.method", method));
    assertEquals(List.of(name), snapshots());
    startOnce(Map.of());
    assertEquals(List.of(name), snapshots(), "it was read, so none had to be written");
  }

  @Test
  void leavesOutTheEndsOfSnapshotsThatAreSwitchedOff() throws IOException {
    assertEquals(
        SnapshotFormat.ZXID_TAIL_BYTES,
        snapshotBytes("a", Map.of())
            - snapshotBytes("b", Map.of("serializeLastProcessedZxid.enabled", "false")));
    assertEquals(
        SnapshotFormat.ZXID_TAIL_BYTES + SnapshotFormat.DIGEST_TAIL_BYTES,
        snapshotBytes("c", Map.of()) - snapshotBytes("d", Map.of("digest.enabled", "false")));
  }

  @Test
  void startsFromLogsAloneOnlyWhenTold() throws IOException {
    LogFiles.write(StoreLayout.open(directory, directory), 1, 3);
    StorageException refused =
        assertThrows(StorageException.class, () -> startOnce(Map.of("digest.enabled", "false")));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("zookeeper.snapshot.trust.empty"),
        refused.getMessage());
    assertEquals(
        3, startOnce(Map.of("digest.enabled", "false", "snapshot.trust.empty", "true")).lastZxid());
  }

  @Test
  void refusesMissingDirectoriesThatItMayNotMake() {
    StorageException refused =
        assertThrows(
            StorageException.class, () -> startOnce(Map.of("datadir.autocreate", "false")));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("zookeeper.datadir.autocreate"),
        refused.getMessage());
  }

  @Test
  void startsWithoutDataOnlyWhereItMay() throws IOException {
    Map<String, String> careful = Map.of("db.autocreate", "false");
    StorageException refused =
        assertThrows(StorageException.class, () -> startOnce(directory, careful));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("a file named initialize in " + directory),
        refused.getMessage());
    assertEquals(List.of(), snapshots());

    Path mark = Files.createFile(directory.resolve("initialize"));
    startOnce(directory, careful);
    assertEquals(List.of("snapshot.0"), snapshots());
    assertFalse(Files.exists(mark), "it counts once");
    startOnce(directory, careful);
  }

  @Test
  void countsADigestThatIsNotTheTrees() {
    startOnce(Map.of());
    StoreLayout layout = StoreLayout.open(directory, directory);
    LogFiles.write(layout, 1, 3); // their digests are made up
    assertEquals(3, startOnce(Map.of()).digestMismatchCount());
    assertEquals(0, startOnce(Map.of("digest.enabled", "false")).digestMismatchCount());
  }

  @Test
  void comparesTheDigestOfASnapshotOnceReplayHasReachedIt() {
    StoreLayout layout = StoreLayout.open(directory, directory);
    LogFiles.writeWithoutDigests(layout, 1, 3);
    ZnodeTree whole = startOnce(Map.of("snapshot.trust.empty", "true"));
    long digestOfThree = whole.image().digest();
    for (long digestZxid : new long[] {1, 3}) {
      for (long digest : new long[] {digestOfThree, digestOfThree + 1}) {
        ZnodeTree tree = new ZnodeTree(new TreeRules(true, false, false));
        TreeLoading loading = new TreeLoading(tree);
        loading.beginLoad(0);
        loading.loadNode("/", null, Acl.OPEN, new StatPersisted(0, 0, 0, 0, 0, 0, 0, 0, 0));
        loading.loadDigest(digestZxid, new TxnDigest(TxnDigest.VERSION, digest));
        loading.endLoad();
        assertEquals(0, tree.digestMismatchCount(), "before replay");
        for (long zxid = 1; zxid <= 3; zxid++) {
          loading.replay(LogFiles.withoutDigest(zxid));
        }
        boolean agrees = digestZxid == 3 && digest == digestOfThree;
        assertEquals(agrees ? 0 : 1, tree.digestMismatchCount());
      }
    }
  }

  @Test
  void tellsOfALongLoadEveryFiveSeconds() {
    StoreLayout layout = StoreLayout.open(directory, directory);
    RecordingSink tree = LogFiles.treeOfRoot(1);
    for (int i = 0; i < 4096; i++) {
      tree.loadNode("/node-" + i, null, Acl.OPEN, new StatPersisted(1, 1, 0, 0, 0, 0, 0, 0, 1));
    }
    SnapshotWriter.write(layout, tree, SnapshotSettings.STOCK);
    Logger logger = (Logger) LoggerFactory.getLogger(SnapshotReader.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      AtomicLong nanos = new AtomicLong();
      long step = TimeUnit.SECONDS.toNanos(3); // at each look at the clock, every 1024 nodes
      new Recovery(layout, StoreSettings.STOCK, () -> nanos.addAndGet(step))
          .recover(new RecordingSink());
    } finally {
      logger.detachAppender(lines);
    }
    assertEquals(2, lines.list.size());
    assertTrue(lines.list.get(0).getFormattedMessage().contains("nodes=2048"));
    assertTrue(lines.list.get(1).getFormattedMessage().contains("nodes=4096"));
  }

  private ZnodeTree startOnce(Map<String, String> settings) {
    return startOnce(directory, settings);
  }

  private static ZnodeTree startOnce(Path directory, Map<String, String> settings) {
    Map<String, String> entries = new HashMap<>(settings);
    entries.put("dataDir", directory.toString());
    entries.put("clientPort", "0");
    ZooCfg config = ZooCfg.of(entries, Map.of());
    ZnodeTree tree = new ZnodeTree(new TreeRules(config.disk().digest(), false, false));
    try (DataDirectories directories =
        DataDirectories.open(config.disk(), Clock.SYSTEM, new ZooKeeperMetrics())) {
      directories.recover(tree);
    }
    return tree;
  }

  private long snapshotBytes(String name, Map<String, String> settings) throws IOException {
    startOnce(directory.resolve(name), settings);
    return Files.size(directory.resolve(name).resolve("version-2").resolve("snapshot.0"));
  }

  private List<String> snapshots() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("version-2"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("snapshot."))
          .toList();
    }
  }
}
