package io.castellan.server.zk.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.config.ZooCfg;
import io.castellan.server.lane.Clock;
import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.server.zk.peer.TxnLogWriter;
import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.tree.ZnodeTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the keys of zoo.cfg that concern the log do to it. */
class LogKeysTest {
  private static final long ONE_FORCE_MS = 600;

  @TempDir Path directory;

  @Test
  void makesRoomInStepsOfTheConfiguredSize() throws IOException {
    writeTen(Map.of("preAllocSize", "64"));
    assertEquals(16 + 65_536, Files.size(log(1)));
  }

  @Test
  void makesNoRoomWhenToldSo() throws IOException {
    writeTen(Map.of("preAllocSize", "0"));
    assertEquals(LogFiles.positions(log(1)).get(10), Files.size(log(1)));
  }

  @Test
  void beginsANewFileAtTheForceThatGoesBeyondTheLimit() {
    write(30, Map.of("txnLogSizeLimitInKb", "1", "preAllocSize", "0"));
    List<StoreLayout.ZxidFile> logs = StoreLayout.of(directory, directory).logs();
    assertTrue(logs.size() >= 3, logs.toString());
    for (StoreLayout.ZxidFile full : logs.subList(0, logs.size() - 1)) {
      List<Long> positions = LogFiles.positions(full.path());
      assertTrue(positions.get(positions.size() - 1) > 1024, full + " " + positions);
      assertTrue(positions.get(positions.size() - 2) <= 1024, full + " " + positions);
    }
  }

  @Test
  void countsForcesThatTakeLongerThanTheThreshold() {
    assertEquals(0, writeTen(Map.of()).log().slowForceCount());
    assertEquals(
        10 + 1, // and the one of the close
        writeTen(Map.of("fsync.warningthresholdms", "599")).log().slowForceCount());
    assertEquals(0, writeTen(Map.of("fsync.warningthresholdms", "600")).log().slowForceCount());
  }

  @Test
  void forcesNothingWhenToldSo() {
    ZooKeeperMetrics metrics = writeTen(Map.of("forceSync", "no", "fsync.warningthresholdms", "0"));
    assertEquals(0, metrics.log().slowForceCount());
  }

  private ZooKeeperMetrics writeTen(Map<String, String> keys) {
    return write(10, keys);
  }

  /** Transactions of some 100 bytes, each with a force of its own, in a directory that is empty. */
  private ZooKeeperMetrics write(int count, Map<String, String> keys) {
    deleteAll();
    Map<String, String> entries = new HashMap<>(keys);
    entries.put("dataDir", directory.toString());
    entries.put("clientPort", "0");
    entries.put("digest.enabled", "false");
    ZooCfg config = ZooCfg.of(entries, Map.of());
    ZooKeeperMetrics metrics = new ZooKeeperMetrics();
    try (DataDirectories directories =
        DataDirectories.open(config.disk(), new SlowClock(), metrics)) {
      directories.recover(new ZnodeTree(new TreeRules(false, false, false)));
      TxnLogWriter log = directories.log();
      for (long zxid = 1; zxid <= count; zxid++) {
        log.append(LogFiles.create(zxid));
        log.force();
      }
    }
    return metrics;
  }

  private void deleteAll() {
    StoreLayout layout = StoreLayout.open(directory, directory);
    layout.logs().forEach(Purge::delete);
    layout.snapshots().forEach(Purge::delete);
  }

  private Path log(long zxid) {
    return StoreLayout.of(directory, directory).log(zxid);
  }

  /** Whatever is measured takes the time of a slow disk. */
  private static final class SlowClock implements Clock {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
      return nanos.addAndGet(ONE_FORCE_MS * 1_000_000);
    }

    @Override
    public long wallClockMs() {
      return 0;
    }
  }
}
