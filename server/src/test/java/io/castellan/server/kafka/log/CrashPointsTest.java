package io.castellan.server.kafka.log;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordReader;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.kafka.log.CrashWorkload.Promise;
import io.castellan.server.kafka.log.CrashWorkload.Step;
import io.castellan.server.simulation.files.CrashReplay;
import io.castellan.server.simulation.files.FaultyDisk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log is opened as a crash at every single change of its files would have left it: a kill, which
 * leaves all that was written, and a cut of the power, which leaves what was forced and by chance
 * some of the rest.
 */
class CrashPointsTest {
  private static final List<Step> ANY =
      List.of(
          Step.APPEND,
          Step.APPEND,
          Step.APPEND,
          Step.TRANSACTION,
          Step.TRANSACTION,
          Step.TRANSACTION,
          Step.ROLL,
          Step.CHECKPOINT,
          Step.DELETE_RECORDS,
          Step.TRUNCATE,
          Step.FLUSH_CLOSED);

  private static final List<Step> COMPACTED =
      List.of(
          Step.APPEND,
          Step.APPEND,
          Step.APPEND,
          Step.TRANSACTION,
          Step.TRANSACTION,
          Step.CHECKPOINT,
          Step.COMPACT,
          Step.FLUSH_CLOSED);

  private static final int STEPS = Integer.getInteger("castellan.crash.steps", 30);

  /** One moment of so many is looked at, by chance. */
  private static final int EVERY = Integer.getInteger("castellan.crash.every", 4);

  /** What is found when the log is opened. */
  private record Found(NavigableMap<Long, String> records, TreeSet<Long> committed) {}

  /** How a directory is left. */
  private interface Crash {
    void leave(CrashReplay replay, Path directory) throws IOException;
  }

  private final Path root;
  private final long seed = Long.getLong("castellan.seed", System.nanoTime());
  private int opened;

  CrashPointsTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aKillLosesNothing() throws Exception {
    afterEach(ANY, TestLog.config("segment.bytes", "600"), CrashReplay::afterKill);
  }

  @Test
  void aKillDuringACompactionLosesNothing() throws Exception {
    afterEach(COMPACTED, compacted(), CrashReplay::afterKill);
  }

  @Test
  void aPowerCutLosesNothingThatWasForced() throws Exception {
    LogConfig config = TestLog.config("segment.bytes", "600", "flush.messages", "1");
    afterEach(ANY, config, CrashReplay::afterPowerCut);
    afterEach(ANY, config, torn());
  }

  @Test
  void aPowerCutDuringACompactionLosesNothingThatWasForced() throws Exception {
    LogConfig config = compacted("flush.messages", "1");
    afterEach(COMPACTED, config, CrashReplay::afterPowerCut);
    afterEach(COMPACTED, config, torn());
  }

  @Test
  void aPowerCutLeavesALogThatOpens() throws Exception {
    // Nothing was promised, but what is left must be a log: records that were there, at their
    // offsets.
    FaultyDisk disk = FaultyDisk.over(Files.createDirectory(root.resolve("work")));
    LogConfig config = TestLog.config("segment.bytes", "20000");
    new CrashWorkload(seed, disk.journal(), disk.root(), config).run(3 * STEPS, ANY);
    CrashReplay replay = new CrashReplay(disk.journal());
    while (replay.moment() < replay.end()) {
      replay.advanceTo(Math.min(replay.end(), replay.moment() + 7));
      Path left = left(replay, torn());
      open(left, config, replay.moment());
      delete(left);
    }
  }

  private static LogConfig compacted(String... more) {
    String[] all = {"cleanup.policy", "compact", "segment.bytes", "600"};
    String[] both = Stream.concat(Stream.of(all), Stream.of(more)).toArray(String[]::new);
    return TestLog.config(both);
  }

  private Crash torn() {
    Random seeds = new Random(seed);
    return (replay, directory) -> replay.afterPowerCut(seeds.nextLong(), directory);
  }

  private void afterEach(List<Step> steps, LogConfig config, Crash crash) throws IOException {
    Path work = Files.createDirectory(root.resolve("work" + opened++));
    FaultyDisk disk = FaultyDisk.over(work);
    List<Promise> promises =
        new CrashWorkload(seed, disk.journal(), disk.root(), config).run(STEPS, steps);
    CrashReplay replay = new CrashReplay(disk.journal());
    Random chance = new Random(seed);
    int next = 0;
    for (int moment = disk.journal().beginning(); moment <= replay.end(); moment++) {
      while (next < promises.size() && promises.get(next).moment() <= moment) {
        next++;
      }
      if (next == 0) {
        continue; // the log is still being made
      }
      if (chance.nextInt(EVERY) > 0) {
        continue;
      }
      replay.advanceTo(moment);
      Path left = left(replay, crash);
      Promise before = promises.get(next - 1);
      Promise after = promises.get(Math.min(next, promises.size() - 1));
      // What was deleted may come back: log starts are checkpointed now and then.
      SortedMap<Long, String> ever = written(promises, next);
      String at = "seed " + seed + " moment " + moment;
      if (chance.nextInt(20) == 0) {
        crashAgain(left, config, crash, chance, before, after, ever, at);
      }
      check(open(left, config, moment), before, after, ever, at);
      delete(left);
    }
    delete(work);
  }

  /** The recovery itself dies, at any of its moments. */
  private void crashAgain(
      Path left,
      LogConfig config,
      Crash crash,
      Random chance,
      Promise before,
      Promise after,
      SortedMap<Long, String> ever,
      String at)
      throws IOException {
    Path copy = Files.createDirectory(root.resolve("again" + opened++));
    copy(left, copy);
    FaultyDisk disk = FaultyDisk.over(copy);
    try (LogDirectory directory = LogDirectory.open(disk.root())) {
      openLog(directory, config).abandon();
    }
    CrashReplay replay = new CrashReplay(disk.journal());
    for (int moment = disk.journal().beginning(); moment <= replay.end(); moment++) {
      if (chance.nextInt(3 * EVERY) > 0) {
        continue;
      }
      replay.advanceTo(moment);
      Path second = left(replay, crash);
      check(open(second, config, moment), before, after, ever, at + " and again at " + moment);
      delete(second);
    }
    delete(copy);
  }

  private static void check(
      Found found, Promise before, Promise after, SortedMap<Long, String> ever, String at) {
    TreeMap<Long, String> kept = new TreeMap<>(before.records());
    kept.keySet().retainAll(after.records().keySet());
    kept.forEach(
        (offset, record) -> assertEquals(record, found.records().get(offset), "lost, " + at));
    found
        .records()
        .forEach(
            (offset, record) -> assertEquals(ever.get(offset), record, "never written so, " + at));
    for (long offset : found.committed()) {
      assertTrue(
          !before.aborted().contains(offset), () -> "shows aborted offset " + offset + ", " + at);
    }
    TreeSet<Long> shown = new TreeSet<>(before.committed());
    shown.retainAll(after.committed());
    assertTrue(found.committed().containsAll(shown), () -> "hides committed records, " + at);
  }

  /** What was written up to the step that was under way, the latest at each offset. */
  private static SortedMap<Long, String> written(List<Promise> promises, int next) {
    TreeMap<Long, String> all = new TreeMap<>();
    for (int i = 0; i <= Math.min(next, promises.size() - 1); i++) {
      all.putAll(promises.get(i).records());
    }
    return all;
  }

  private Path left(CrashReplay replay, Crash crash) throws IOException {
    Path directory = Files.createDirectory(root.resolve("left" + opened++));
    crash.leave(replay, directory);
    return directory;
  }

  private static PartitionLog openLog(LogDirectory directory, LogConfig config) {
    return directory.openLog(
        TestLog.PARTITION,
        config,
        new DeletionQueue(),
        () -> {},
        LogRecovery.Progress.SILENT,
        TestLog.NOW);
  }

  /** Opens the log, reads it in both ways, and goes on with it. */
  private Found open(Path left, LogConfig config, int moment) throws IOException {
    // Its forces cost nothing.
    Path quick = FaultyDisk.over(left).root();
    NavigableMap<Long, String> records;
    TreeSet<Long> committed = new TreeSet<>();
    try (LogDirectory directory = LogDirectory.open(quick)) {
      PartitionLog log = openLog(directory, config);
      log.updateHighWatermark(log.logEndOffset());
      records = read(log, Isolation.LOG_END, new TreeSet<>());
      read(log, Isolation.COMMITTED, committed);
      ByteBuf more = TestLog.batch(TestLog.NOW, "after " + moment);
      long end = log.logEndOffset();
      AppendResult result = log.append(more, 1, TestLog.NOW, AppendOrigin.CLIENT);
      more.release();
      assertEquals(ErrorCode.NONE, result.error());
      assertEquals(end, result.firstOffset());
      log.close();
      directory.writeCheckpoints(List.of(log.positions()));
      directory.writeHighWatermarks(List.of(log.positions()));
      directory.markCleanShutdown();
    }
    try (LogDirectory directory = LogDirectory.open(quick)) {
      PartitionLog log = openLog(directory, config);
      NavigableMap<Long, String> again = read(log, Isolation.LOG_END, new TreeSet<>());
      assertEquals("-1:key=after " + moment, again.pollLastEntry().getValue(), "seed " + seed);
      assertEquals(records, again, "seed " + seed);
      log.abandon();
    }
    return new Found(records, committed);
  }

  /** Reads everything as a client does, which leaves the aborted records away. */
  private static NavigableMap<Long, String> read(
      PartitionLog log, Isolation isolation, Set<Long> unaborted) {
    TreeMap<Long, String> found = new TreeMap<>();
    long at = log.logStartOffset();
    while (true) {
      LogRead read = log.view().read(at, 1 << 20, isolation, true);
      assertEquals(ErrorCode.NONE, read.error());
      LogSlice slice = read.slice();
      if (slice == null) {
        return found;
      }
      List<AbortedTxn> aborted = log.view().abortedTxns(at, slice);
      Records records = new Records().wrap(Unpooled.wrappedBuffer(TestLog.bytes(slice)));
      try (RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, 1 << 20)) {
        while (records.next()) {
          RecordBatch batch = records.batch();
          batch.ensureValid();
          reader.open(batch);
          while (reader.next()) {
            long offset = reader.record().offset();
            if (offset >= at && !batch.isControl()) {
              found.put(
                  offset,
                  batch.producerId()
                      + ":"
                      + text(requireNonNull(reader.record().key()))
                      + "="
                      + text(requireNonNull(reader.record().value())));
              boolean gone =
                  aborted.stream()
                      .anyMatch(
                          txn ->
                              txn.producerId() == batch.producerId()
                                  && txn.firstOffset() <= offset
                                  && offset <= txn.lastOffset());
              if (!gone) {
                unaborted.add(offset);
              }
            }
          }
          at = Math.max(at, batch.nextOffset());
        }
      } catch (InvalidRecordException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static String text(ByteBuf buf) {
    return buf.toString(StandardCharsets.UTF_8);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path file : tree.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
