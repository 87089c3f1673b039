package io.castellan.server.zk.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.config.ZooDisk;
import io.castellan.server.lane.ManualClock;
import io.castellan.server.simulation.files.CrashReplay;
import io.castellan.server.simulation.files.FaultyDisk;
import io.castellan.server.simulation.files.FileOperation;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.server.zk.store.DataDirectories;
import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.tree.Znode;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.SetData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole server behind its connections on a disk that fails: what clients have been told is
 * there after a crash at every moment, and after each single operation of the disk has failed.
 */
class CrashedServerTest {
  private static final int ROUNDS = 10;
  private static final int SNAP_COUNT = 40;

  @TempDir Path scratch;

  /** How many creates, and how many writes of one node, a client has been told of by when. */
  private record Told(int creates, int sets) {}

  private final TreeMap<Integer, Told> told = new TreeMap<>();
  private int directories;

  @Test
  void keepsWhatClientsWereToldThroughACrashAtEveryMoment() throws IOException {
    long seed = 11;
    FaultyDisk disk = FaultyDisk.over(directory());
    live(disk, seed);
    CrashReplay replay = new CrashReplay(disk.journal());
    for (int moment = disk.journal().beginning(); moment <= replay.end(); moment++) {
      replay.advanceTo(moment);
      Path killed = directory();
      replay.afterKill(killed);
      check(killed, moment, "killed, seed " + seed);
      for (long chance = 0; chance < 2; chance++) {
        Path cut = directory();
        replay.afterPowerCut(seed * 100 + chance, cut);
        check(cut, moment, "power cut, seed " + seed + ", chance " + chance);
      }
    }
    assertEquals(new Told(creates(ROUNDS), ROUNDS), told.lastEntry().getValue());
  }

  @Test
  void keepsWhatClientsWereToldBeforeTheDiskFailed() throws IOException {
    FaultyDisk whole = FaultyDisk.over(directory());
    live(whole, 13);
    long changes = whole.count(FileOperation.changes());
    for (int n = 1; n <= changes; n++) {
      Path directory = directory();
      FaultyDisk disk = FaultyDisk.over(directory);
      disk.failNth(n, FileOperation.changes(), FaultyDisk.NO_SPACE);
      told.clear();
      live(disk, 13);
      check(directory, Integer.MAX_VALUE, "operation " + n + " failed");
    }
  }

  /** Serves two clients until all is done or the log fails. */
  private void live(FaultyDisk disk, long seed) {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock();
    ZnodeTree tree = tree();
    DataDirectories files;
    try {
      files = open(disk.root(), clock);
    } catch (StorageException failed) {
      return; // it has not started
    }
    try {
      files.recover(tree);
      DrivenServer server = new DrivenServer(clock, files, tree, SNAP_COUNT);
      var writer = server.connect().open(10_000);
      var other = server.connect().open(10_000);
      run(server, disk, writer, other);
      other.ask(0, OpCode.CREATE, new Create.Request("/set", null, Acl.OPEN, 0)::write);
      run(server, disk, writer, other);
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = creates(round); i < creates(round + 1); i++) {
          byte[] data = new byte[random.nextInt(8) == 0 ? random.nextInt(9000) : 10];
          random.nextBytes(data);
          writer.ask(i, OpCode.CREATE, new Create.Request("/n" + i, data, Acl.OPEN, 0)::write);
        }
        other.ask(round, OpCode.SET_DATA, new SetData.Request("/set", null, round)::write);
        run(server, disk, writer, other);
      }
    } catch (StorageException failed) {
      assertTrue(String.valueOf(failed.getMessage()).endsWith(FaultyDisk.NO_SPACE));
    } finally {
      disk.heal();
      files.close();
    }
  }

  /** How many creates there are before a round: few and many by turns. */
  private static int creates(int round) {
    return round / 2 * 30 + round % 2 * 2;
  }

  private void run(
      DrivenServer server,
      FaultyDisk disk,
      DrivenServer.TestClient writer,
      DrivenServer.TestClient other) {
    while (server.step()) {
      List<Integer> errors = new ArrayList<>(writer.errors());
      errors.addAll(other.errors());
      assertTrue(errors.stream().allMatch(error -> error == 0), errors::toString);
      told.put(
          disk.journal().now(),
          new Told(writer.replies.size(), Math.max(0, other.replies.size() - 1)));
    }
  }

  private void check(Path directory, int moment, String how) {
    String what = how + ", moment " + moment;
    ZnodeTree tree = tree();
    ManualClock clock = new ManualClock();
    try (DataDirectories files = open(directory, clock)) {
      files.recover(tree);
    } catch (StorageException refused) {
      throw new AssertionError(what, refused);
    }
    assertEquals(0, tree.digestMismatchCount(), what);
    var last = told.floorEntry(moment);
    Told promised = last == null ? new Told(0, 0) : last.getValue();
    for (int i = 0; i < promised.creates; i++) {
      assertNotNull(tree.image().find("/n" + i), what + ": /n" + i);
    }
    if (promised.sets > 0) {
      Znode node = tree.image().find("/set");
      assertTrue(node != null && node.version() >= promised.sets, what + ": " + node);
    }
  }

  private static ZnodeTree tree() {
    return new ZnodeTree(new TreeRules(true, false, false));
  }

  private static DataDirectories open(Path directory, ManualClock clock) {
    ZooDisk disk =
        new ZooDisk(
            directory,
            directory,
            true,
            SNAP_COUNT,
            0,
            16,
            0,
            true,
            1000,
            false,
            true,
            true,
            "",
            true,
            true);
    return DataDirectories.open(disk, clock, new ZooKeeperMetrics());
  }

  private Path directory() throws IOException {
    return Files.createDirectory(scratch.resolve("" + directories++));
  }
}
