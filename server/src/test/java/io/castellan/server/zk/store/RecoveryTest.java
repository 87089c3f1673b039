package io.castellan.server.zk.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryTest {
  @TempDir Path directory;
  private StoreLayout layout;

  @BeforeEach
  void makeLayout() {
    layout = StoreLayout.open(directory, directory);
  }

  @Test
  void startsEmptyWhereNothingIs() {
    RecordingSink sink = new RecordingSink();
    Recovery.Recovered recovered = recover(sink);
    assertEquals(0, recovered.lastZxid());
    assertNull(recovered.snapshot());
    assertEquals(0, recovered.replayedCount());
    assertFalse(sink.complete);
  }

  @Test
  void replaysWhatFollowsTheNewestSnapshot() {
    snapshot(0);
    snapshot(3);
    LogFiles.write(layout, 1, 2);
    LogFiles.write(layout, 3, 5);
    LogFiles.write(layout, 6, 7);
    RecordingSink sink = new RecordingSink();
    Recovery.Recovered recovered = recover(sink);
    assertEquals(List.of(4L, 5L, 6L, 7L), sink.zxids());
    assertEquals(7, recovered.lastZxid());
    assertEquals(layout.snapshot(3, SnapshotCompression.NONE), recovered.snapshot());
  }

  @Test
  void fallsBackToAnOlderSnapshotWhenTheNewestIsCorrupt() throws IOException {
    snapshot(0);
    Path newest = snapshot(3);
    LogFiles.write(layout, 1, 5);
    byte[] whole = Files.readAllBytes(newest);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      Files.write(newest, flipped);
      RecordingSink sink = new RecordingSink();
      Recovery.Recovered recovered = recover(sink);
      assertEquals(5, recovered.lastZxid());
      assertEquals(
          layout.snapshot(0, SnapshotCompression.NONE), recovered.snapshot(), "byte " + at);
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L), sink.zxids());
    }
    for (int size = 0; size < whole.length; size++) {
      Files.write(newest, Arrays.copyOf(whole, size));
      Path used = recover(new RecordingSink()).snapshot();
      // Cut right behind its first or second seal, it is what an older release writes.
      boolean olderForm =
          size == whole.length - SnapshotFormat.ZXID_TAIL_BYTES
              || size
                  == whole.length
                      - SnapshotFormat.ZXID_TAIL_BYTES
                      - SnapshotFormat.DIGEST_TAIL_BYTES;
      assertEquals(
          olderForm ? newest : layout.snapshot(0, SnapshotCompression.NONE), used, "size " + size);
    }
  }

  /** The head of a compressed stream holds times and flags of which nothing depends. */
  @ParameterizedTest
  @EnumSource(
      value = SnapshotCompression.class,
      names = {"GZ", "SNAPPY"})
  void readsACompressedSnapshotWholeOrNotAtAll(SnapshotCompression compression) throws IOException {
    snapshot(0);
    RecordingSink tree = LogFiles.treeOfRoot(3);
    tree.sessions.put(5L, 30_000);
    Path newest = SnapshotWriter.write(layout, tree, new SnapshotSettings(true, true, compression));
    LogFiles.write(layout, 1, 5);
    byte[] whole = Files.readAllBytes(newest);
    int usable = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      usable += recoversFrom(newest, flipped) ? 1 : 0;
      recoversFrom(newest, Arrays.copyOf(whole, at));
    }
    assertTrue(usable < whole.length / 4, usable + " of " + whole.length);
    assertTrue(recoversFrom(newest, whole));
  }

  private boolean recoversFrom(Path newest, byte[] content) throws IOException {
    Files.write(newest, content);
    RecordingSink sink = new RecordingSink();
    Recovery.Recovered recovered = recover(sink);
    assertEquals(5, recovered.lastZxid());
    boolean used = newest.equals(recovered.snapshot());
    assertEquals(used ? List.of(4L, 5L) : List.of(1L, 2L, 3L, 4L, 5L), sink.zxids());
    assertEquals(used ? Map.of(5L, 30_000) : Map.of(), sink.sessions());
    return used;
  }

  @Test
  void refusesToStartWhenNoSnapshotIsWhole() throws IOException {
    Files.writeString(layout.snapshot(0, SnapshotCompression.NONE), "this is not a snapshot");
    String problem = refusal();
    assertTrue(problem.endsWith("none of 1 snapshots is whole"), problem);
  }

  @Test
  void refusesALogWithoutAnySnapshotUnlessToldToTrustIt() {
    LogFiles.write(layout, 1, 2);
    String problem = refusal();
    assertTrue(problem.contains("snapshot.trust.empty"), problem);
    RecordingSink sink = new RecordingSink();
    new Recovery(layout, new StoreSettings(LogFiles.MAX, true), System::nanoTime).recover(sink);
    assertEquals(List.of(1L, 2L), sink.zxids());
  }

  @Test
  void cutsATornEndWhereverTheWriteStopped() throws IOException {
    snapshot(0);
    LogFiles.write(layout, 1, 3);
    Path file = layout.log(1);
    byte[] whole = Files.readAllBytes(file);
    List<Long> positions = LogFiles.positions(file);
    for (int size = 0; size <= whole.length; size++) {
      Files.write(file, Arrays.copyOf(whole, size));
      int cut = size;
      long kept = positions.stream().skip(1).filter(end -> end <= cut).count();
      RecordingSink sink = new RecordingSink();
      assertEquals(kept, recover(sink).lastZxid(), "size " + size);
      assertEquals(LongStream.rangeClosed(1, kept).boxed().toList(), sink.zxids());
      if (kept == 0) {
        assertFalse(Files.exists(file), "size " + size);
      } else {
        assertEquals(positions.get((int) kept), Files.size(file), "size " + size);
      }
      assertEquals(kept, recover(new RecordingSink()).lastZxid(), "size " + size);
    }
  }

  @Test
  void cutsATornEndInRoomMadeInAdvance() throws IOException {
    snapshot(0);
    LogFiles.write(layout, 1, 3);
    Path file = layout.log(1);
    byte[] whole = Files.readAllBytes(file);
    long lastAt = LogFiles.positions(file).get(2);
    for (int size = (int) lastAt; size < whole.length; size++) {
      Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, size), whole.length + 5000));
      assertEquals(2, recover(new RecordingSink()).lastZxid(), "size " + size);
    }
  }

  @Test
  void refusesEveryFlippedBitBeforeTheLastEntry() throws IOException {
    snapshot(0);
    LogFiles.write(layout, 1, 3);
    Path file = layout.log(1);
    byte[] whole = Files.readAllBytes(file);
    List<Long> positions = LogFiles.positions(file);
    for (int bit = 0; bit < positions.get(2) * 8; bit++) {
      boolean dbid = bit >= 64 && bit < 128;
      if (dbid) {
        continue;
      }
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, flipped);
      String problem = refusal();
      long at = bit < 128 ? 0 : bit / 8 < positions.get(1) ? positions.get(0) : positions.get(1);
      assertTrue(problem.startsWith(file + " at position " + at + ": "), problem);
    }
  }

  @Test
  void neverDropsTheLastEntryForAWrongChecksum() throws IOException {
    snapshot(0);
    LogFiles.write(layout, 1, 3);
    Path file = layout.log(1);
    byte[] whole = Files.readAllBytes(file);
    long lastAt = LogFiles.positions(file).get(2);
    whole[(int) lastAt + 40] ^= 4;
    Files.write(file, whole);
    String problem = refusal();
    assertTrue(problem.startsWith(file + " at position " + lastAt + ": CRC check failed"));
  }

  @Test
  void refusesZerosWithAWholeEntryBehindThem() throws IOException {
    snapshot(0);
    LogFiles.write(layout, 1, 3);
    Path file = layout.log(1);
    byte[] whole = Files.readAllBytes(file);
    List<Long> positions = LogFiles.positions(file);
    Arrays.fill(whole, positions.get(1).intValue(), positions.get(2).intValue(), (byte) 0);
    Files.write(file, whole);
    String problem = refusal();
    assertTrue(problem.contains("a whole entry follows at position " + positions.get(2)), problem);
  }

  @Test
  void refusesLogsThatDoNotContinueOneAnother() throws IOException {
    snapshot(0);
    LogFiles.write(layout, 1, 3);
    LogFiles.write(layout, 4, 5);
    byte[] whole = Files.readAllBytes(layout.log(1));
    Files.write(layout.log(1), Arrays.copyOf(whole, whole.length - 1));
    String problem = refusal();
    assertTrue(
        problem.startsWith(layout.log(4) + ": transactions 0x3 to 0x3 are missing"), problem);
  }

  @Test
  void acceptsATornEndThatTheNextFileContinues() throws IOException {
    snapshot(0);
    LogFiles.write(layout, 1, 3);
    byte[] whole = Files.readAllBytes(layout.log(1));
    Files.write(layout.log(1), Arrays.copyOf(whole, whole.length - 1));
    LogFiles.write(layout, 3, 5);
    assertEquals(5, recover(new RecordingSink()).lastZxid());
  }

  @Test
  void acceptsThatANewEpochBeginsAnywhere() {
    snapshot(0);
    LogFiles.write(layout, 1, 3);
    LogFiles.write(layout, 0x200000001L, 0x200000002L);
    assertEquals(0x200000002L, recover(new RecordingSink()).lastZxid());
  }

  @Test
  void deletesASnapshotThatWasNotFinished() throws IOException {
    Path unfinished = StoreLayout.unfinished(layout.snapshot(9, SnapshotCompression.NONE));
    Files.writeString(unfinished, "x");
    assertNull(recover(new RecordingSink()).snapshot());
    assertFalse(Files.exists(unfinished));
  }

  @Test
  void refusesDirectoriesThatHaveBeenSwapped() throws IOException {
    snapshot(0);
    Path other = directory.resolve("logs");
    String problem =
        String.valueOf(
            assertThrows(StorageException.class, () -> StoreLayout.open(other, directory))
                .getMessage());
    assertTrue(problem.contains("a snapshot in the log directory"), problem);
  }

  @Test
  void truncatesToATransactionAndForgetsNewerSnapshots() {
    snapshot(0);
    snapshot(4);
    LogFiles.write(layout, 1, 3);
    LogFiles.write(layout, 4, 5);
    LogTruncation.truncate(layout, 2, LogFiles.MAX);
    RecordingSink sink = new RecordingSink();
    assertEquals(2, recover(sink).lastZxid());
    assertEquals(List.of(1L, 2L), sink.zxids());
  }

  @Test
  void purgesWhatNoRecoveryNeeds() {
    for (long zxid : new long[] {0, 10, 20, 30, 40}) {
      snapshot(zxid);
    }
    LogFiles.write(layout, 1, 8);
    LogFiles.write(layout, 9, 15);
    LogFiles.write(layout, 16, 25);
    LogFiles.write(layout, 26, 45);
    assertEquals(4, Purge.run(layout, 3));
    assertEquals(List.of(20L, 30L, 40L), layout.snapshots().stream().map(f -> f.zxid()).toList());
    assertEquals(List.of(16L, 26L), layout.logs().stream().map(f -> f.zxid()).toList());
    assertEquals(45, recover(new RecordingSink()).lastZxid());
  }

  private Recovery.Recovered recover(RecordingSink sink) {
    return new Recovery(layout, StoreSettings.STOCK, System::nanoTime).recover(sink);
  }

  private String refusal() {
    StorageException refused =
        assertThrows(StorageException.class, () -> recover(new RecordingSink()));
    return String.valueOf(refused.getMessage());
  }

  private Path snapshot(long zxid) {
    return SnapshotWriter.write(layout, LogFiles.treeOfRoot(zxid), SnapshotSettings.STOCK);
  }
}
