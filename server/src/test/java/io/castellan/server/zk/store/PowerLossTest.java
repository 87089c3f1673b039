package io.castellan.server.zk.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.simulation.files.CrashReplay;
import io.castellan.server.simulation.files.FaultyDisk;
import io.castellan.server.simulation.files.FileOperation;
import io.castellan.server.simulation.files.FileOperation.Kind;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.SetDataTxn;
import io.castellan.zk.protocol.txn.TxnDigest;
import io.castellan.zk.protocol.txn.TxnHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A directory after a crash at each moment of its life: the server starts, and everything that was
 * forced is there.
 */
class PowerLossTest {
  private static final TxnLogSettings SETTINGS = new TxnLogSettings(16 << 10, 60_000, true, 1000);

  @TempDir Path real;
  @TempDir Path scratch;

  /** What was acknowledged by when: moments of the journal, and the last zxid then. */
  private final TreeMap<Integer, Long> acknowledged = new TreeMap<>();

  private int restored;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void keepsWhatWasForcedWhateverElseIsLost(long seed) throws IOException {
    FaultyDisk disk = FaultyDisk.over(real);
    live(disk, 0, new Random(seed), 12);
    CrashReplay replay = new CrashReplay(disk.journal());
    for (int moment = disk.journal().beginning(); moment <= replay.end(); moment++) {
      replay.advanceTo(moment);
      Path killed = target();
      replay.afterKill(killed);
      check(killed, moment, "killed, seed " + seed);
      Path cut = target();
      replay.afterPowerCut(cut);
      check(cut, moment, "power cut, seed " + seed);
      for (long chance = 0; chance < 3; chance++) {
        Path torn = target();
        replay.afterPowerCut(seed * 1000 + chance, torn);
        check(torn, moment, "power cut, seed " + seed + ", chance " + chance);
      }
    }
  }

  /** What a killed run has written is used by the next one, and must not be lost under it. */
  @Test
  void keepsWhatItHasFoundAfterAKillThroughAPowerLoss() throws IOException {
    FaultyDisk first = FaultyDisk.over(real);
    StoreLayout layout = live(first, 0, new Random(7), 5);
    TxnLog unforced = open(layout);
    for (long zxid = 1; zxid <= 40; zxid++) {
      unforced.append(LogFiles.create(lastAcknowledged(Integer.MAX_VALUE) + zxid));
    }
    // Written as by a run that was killed before its force returned.
    first.failWhen(FileOperation.of(Kind.FORCE), FaultyDisk.INPUT_OUTPUT_ERROR);
    assertThrows(StorageException.class, unforced::force);
    unforced.close();
    first.heal();

    RecordingSink found = new RecordingSink();
    long last = recover(layout, found);
    assertEquals(lastAcknowledged(Integer.MAX_VALUE) + 40, last);
    int moment = first.journal().now();
    acknowledged.put(moment, last);
    live(first, last, new Random(8), 5);
    CrashReplay replay = new CrashReplay(first.journal());
    for (; moment <= replay.end(); moment++) {
      replay.advanceTo(moment);
      Path cut = target();
      replay.afterPowerCut(cut);
      check(cut, moment, "after the second run");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FaultyDisk.NO_SPACE, FaultyDisk.INPUT_OUTPUT_ERROR})
  void anyOperationMayFailAndNothingIsAcknowledgedAfterIt(String reason) throws IOException {
    int changes = countChanges();
    for (int n = 1; n <= changes; n++) {
      Path directory = target();
      FaultyDisk disk = FaultyDisk.over(directory);
      disk.failNth(n, FileOperation.changes(), reason);
      acknowledged.clear();
      acknowledged.put(0, 0L);
      try {
        live(disk, 0, new Random(5), 6);
      } catch (StorageException failed) {
        String text = String.valueOf(failed.getMessage());
        assertTrue(text.endsWith(": " + reason) && text.contains(directory.toString()), text);
      }
      disk.heal();
      check(directory, Integer.MAX_VALUE, "operation " + n + " failed");
    }
  }

  @Test
  void aSnapshotThatFailsLeavesNothingThatLooksLikeOne() throws IOException {
    FaultyDisk disk = FaultyDisk.over(real);
    StoreLayout layout = live(disk, 0, new Random(6), 2);
    disk.forgetOperations();
    snapshot(layout, 1000);
    long changes = disk.count(FileOperation.changes());
    Files.delete(layout.snapshot(1000, SnapshotCompression.NONE));
    for (int n = 1; n <= changes; n++) {
      disk.failNth(n, FileOperation.changes(), FaultyDisk.NO_SPACE);
      assertThrows(StorageException.class, () -> snapshot(layout, 1000), "operation " + n);
      disk.heal();
      assertFalse(
          layout.snapshots().stream().anyMatch(file -> file.zxid() == 1000), "operation " + n);
    }
  }

  /** A page that is lost of what had been forced is no reason to forget what stands behind it. */
  @Test
  void refusesToStartWhereAPageOfWhatWasForcedIsMissing() throws IOException {
    StoreLayout layout = StoreLayout.open(real, real);
    snapshot(layout, 0);
    try (TxnLog log = open(layout)) {
      for (long zxid = 1; zxid <= 300; zxid++) {
        log.append(LogFiles.create(zxid));
        if (zxid % 100 == 0) {
          log.force();
        }
      }
    }
    Path file = layout.log(1);
    byte[] whole = Files.readAllBytes(file);
    List<Long> positions = LogFiles.positions(file);
    for (int page = 0; page * 4096L < positions.get(200); page++) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, page * 4096, (page + 1) * 4096, (byte) 0);
      Files.write(file, damaged);
      StorageException refused =
          assertThrows(
              StorageException.class, () -> recover(layout, new RecordingSink()), "page " + page);
      assertTrue(String.valueOf(refused.getMessage()).contains("a whole entry follows"));
    }
  }

  @Test
  void refusesAWrongBitInWhatWasForcedAtLast() throws IOException {
    StoreLayout layout = StoreLayout.open(real, real);
    snapshot(layout, 0);
    try (TxnLog log = open(layout)) {
      LongStream.rangeClosed(1, 200).mapToObj(LogFiles::create).forEach(log::append);
    }
    Path file = layout.log(1);
    byte[] whole = Files.readAllBytes(file);
    for (int at = 5000; at < 9000; at += 37) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      assertThrows(
          StorageException.class, () -> recover(layout, new RecordingSink()), "byte " + at);
    }
  }

  /** A life: batches of transactions, small and large, with snapshots between them. */
  private StoreLayout live(FaultyDisk disk, long lastZxid, Random random, int batches) {
    StoreLayout layout = StoreLayout.open(disk.root(), disk.root());
    if (lastZxid == 0) {
      snapshot(layout, 0);
      acknowledged.put(disk.journal().now(), 0L);
    }
    long zxid = lastZxid;
    TxnLog log = open(layout);
    try {
      for (int batch = 0; batch < batches; batch++) {
        int count = 1 + random.nextInt(batch % 3 == 0 ? 120 : 5);
        for (int i = 0; i < count; i++) {
          log.append(random.nextInt(20) == 0 ? large(++zxid, random) : LogFiles.create(++zxid));
        }
        log.force();
        acknowledged.put(disk.journal().now(), zxid);
        if (random.nextInt(5) == 0) {
          log.roll();
          snapshot(layout, zxid);
        }
      }
    } finally {
      log.close();
    }
    return layout;
  }

  /** One that takes several pages, zeros among them. */
  private static LoggedTxn large(long zxid, Random random) {
    byte[] data = new byte[3000 + random.nextInt(20_000)];
    for (int i = 0; i < data.length; i += 1 + random.nextInt(300)) {
      data[i] = (byte) random.nextInt();
    }
    return new LoggedTxn(
        new TxnHeader(7, (int) zxid, zxid, 1_700_000_000_000L, OpCode.SET_DATA.code()),
        new SetDataTxn("/large", data, (int) zxid),
        new TxnDigest(TxnDigest.VERSION, zxid));
  }

  private int countChanges() throws IOException {
    FaultyDisk disk = FaultyDisk.over(target());
    disk.forgetOperations();
    live(disk, 0, new Random(5), 6);
    return (int) disk.count(FileOperation.changes());
  }

  private void check(Path directory, int moment, String how) throws IOException {
    String what = how + ", moment " + moment;
    long promised = lastAcknowledged(moment);
    RecordingSink sink = new RecordingSink();
    StoreLayout layout = StoreLayout.open(directory, directory);
    long last;
    try {
      last = recover(layout, sink);
    } catch (StorageException refused) {
      throw new AssertionError(what, refused);
    }
    assertTrue(last >= promised, what + ": " + last + " (expected: >= " + promised + ")");
    List<Long> zxids = sink.zxids();
    long first = last - zxids.size() + 1;
    assertEquals(LongStream.rangeClosed(first, last).boxed().toList(), zxids, what);
    assertEquals(last, recover(layout, new RecordingSink()), what + ", started again");
  }

  private long lastAcknowledged(int moment) {
    var entry = acknowledged.floorEntry(moment);
    return entry == null ? 0 : entry.getValue();
  }

  private static long recover(StoreLayout layout, RecordingSink sink) {
    return new Recovery(layout, StoreSettings.STOCK, System::nanoTime).recover(sink).lastZxid();
  }

  private static TxnLog open(StoreLayout layout) {
    return new TxnLog(layout, SETTINGS, System::nanoTime, new ZooKeeperMetrics().log());
  }

  private static void snapshot(StoreLayout layout, long zxid) {
    SnapshotWriter.write(layout, LogFiles.treeOfRoot(zxid), SnapshotSettings.STOCK);
  }

  private Path target() throws IOException {
    return Files.createDirectory(scratch.resolve("" + restored++));
  }
}
