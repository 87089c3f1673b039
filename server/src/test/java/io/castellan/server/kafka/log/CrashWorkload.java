package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.server.simulation.files.FileJournal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Work on one log in a log directory, by chance: appends in and out of transactions, rolls,
 * deletions from either end, compactions, checkpoints. After each step it notes what a crash may no
 * longer undo.
 */
final class CrashWorkload {
  /**
   * What the log holds at a moment.
   *
   * @param moment of the journal
   * @param records all data records by their offsets, as {@code producer:key=value}
   * @param aborted the offsets of those that were aborted
   * @param committed the offsets of those that a reader of committed records sees
   */
  record Promise(
      int moment, TreeMap<Long, String> records, TreeSet<Long> aborted, TreeSet<Long> committed) {}

  /** The steps that are taken, each as often as it stands here. */
  enum Step {
    APPEND,
    TRANSACTION,
    ROLL,
    CHECKPOINT,
    DELETE_RECORDS,
    TRUNCATE,
    COMPACT,
    FLUSH_CLOSED
  }

  private static final CleanerBench.Share SHARE = new CleanerBench.Share(1 << 16, 0.9, 1000);

  private final Random random;
  private final FileJournal journal;
  private final LogDirectory directory;
  private final LogConfig config;
  private final PartitionLog log;
  private final List<Promise> promises = new ArrayList<>();
  private final TreeMap<Long, String> records = new TreeMap<>();
  private final TreeSet<Long> aborted = new TreeSet<>();
  private final Map<Long, List<Long>> open = new HashMap<>();
  private final Map<Long, Integer> sequences = new HashMap<>();
  private int values;

  CrashWorkload(long seed, FileJournal journal, Path root, LogConfig config) {
    this.random = new Random(seed);
    this.journal = journal;
    this.config = config;
    this.directory = LogDirectory.open(root);
    this.log =
        directory.openLog(
            TestLog.PARTITION,
            config,
            new DeletionQueue(),
            () -> {},
            LogRecovery.Progress.SILENT,
            TestLog.NOW);
    log.becomeLeader(0);
  }

  /** Does so many steps, then ends in an orderly way, and returns what was promised by when. */
  List<Promise> run(int steps, List<Step> which) {
    promise();
    for (int i = 0; i < steps; i++) {
      step(which.get(random.nextInt(which.size())));
      promise();
    }
    log.close();
    List<LogDirectory.Positions> positions = List.of(log.positions());
    directory.writeCheckpoints(positions);
    directory.writeHighWatermarks(positions);
    directory.writeCleaned(positions);
    directory.markCleanShutdown();
    directory.close();
    promise();
    return promises;
  }

  private void promise() {
    TreeSet<Long> committed = new TreeSet<>(records.keySet());
    committed.removeAll(aborted);
    long stable = log.view().lastStableOffset();
    committed.removeIf(offset -> offset >= stable);
    promises.add(
        new Promise(journal.now(), new TreeMap<>(records), new TreeSet<>(aborted), committed));
  }

  private void step(Step step) {
    switch (step) {
      case APPEND -> append(-1, 1 + random.nextInt(3));
      case TRANSACTION -> transaction();
      case ROLL -> log.roll(TestLog.NOW);
      case CHECKPOINT -> {
        List<LogDirectory.Positions> positions = List.of(log.positions());
        directory.writeCheckpoints(positions);
        directory.writeHighWatermarks(positions);
        directory.writeCleaned(positions);
      }
      case DELETE_RECORDS -> {
        long start = log.logStartOffset();
        long most = log.highWatermark() - start;
        log.advanceLogStart(start + (most == 0 ? 0 : random.nextLong(most) / 2), TestLog.NOW);
        records.headMap(log.logStartOffset()).clear();
      }
      case TRUNCATE -> truncate();
      case COMPACT -> compact();
      case FLUSH_CLOSED -> {
        FlushTask task = log.pendingFlush();
        if (task != null) {
          task.run();
          log.onFlushed(task);
        }
      }
    }
  }

  private void transaction() {
    long producer = 100L + random.nextInt(3);
    List<Long> offsets = open.get(producer);
    if (offsets == null || random.nextInt(3) > 0) {
      open.computeIfAbsent(producer, none -> new ArrayList<>())
          .addAll(append(producer, 1 + random.nextInt(2)));
      return;
    }
    boolean abort = random.nextBoolean();
    ByteBuf marker = Unpooled.directBuffer();
    new RecordBatchBuilder(marker)
        .producer(producer, (short) 0, -1, true)
        .marker(
            TestLog.NOW,
            new ControlRecord(abort ? ControlRecord.Type.ABORT : ControlRecord.Type.COMMIT, 0))
        .finish();
    write(marker, AppendOrigin.COORDINATOR);
    open.remove(producer);
    if (abort) {
      aborted.addAll(offsets);
    }
  }

  private List<Long> append(long producer, int count) {
    ByteBuf buf = Unpooled.directBuffer();
    RecordBatchBuilder builder = new RecordBatchBuilder(buf);
    if (producer >= 0) {
      int sequence = sequences.merge(producer, count, Integer::sum) - count;
      builder.producer(producer, (short) 0, sequence, true);
    }
    Map<Long, String> added = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String key = "k" + random.nextInt(4);
      String value = "v" + values++ + "x".repeat(random.nextInt(100));
      builder.append(
          TestLog.NOW,
          key.getBytes(StandardCharsets.UTF_8),
          value.getBytes(StandardCharsets.UTF_8));
      added.put(log.logEndOffset() + i, producer + ":" + key + "=" + value);
    }
    builder.finish();
    write(buf, AppendOrigin.CLIENT);
    records.putAll(added);
    return List.copyOf(added.keySet());
  }

  private void write(ByteBuf buf, AppendOrigin origin) {
    try {
      AppendResult result = log.append(buf, 0, TestLog.NOW, origin);
      assertEquals(ErrorCode.NONE, result.error(), () -> "refused: " + result.message());
      log.updateHighWatermark(log.logEndOffset());
    } finally {
      buf.release();
    }
  }

  /** As a follower does; only outside of transactions, which would begin anew with it. */
  private void truncate() {
    if (!open.isEmpty() || records.isEmpty() || random.nextInt(3) > 0) {
      return;
    }
    long end = log.logEndOffset() - random.nextInt(4);
    if (end <= log.logStartOffset()
        || records.tailMap(end).values().stream().anyMatch(CrashWorkload::isOfTransaction)) {
      return;
    }
    log.truncateTo(end, TestLog.NOW);
    records.tailMap(log.logEndOffset()).clear();
  }

  private static boolean isOfTransaction(String record) {
    return !record.startsWith("-1:");
  }

  private void compact() {
    Cleanable range = Cleanable.of(log.view(), config, TestLog.NOW);
    if (range.dirtyBytes() == 0) {
      return;
    }
    try (CleanerBench bench = new CleanerBench(SHARE, bytes -> {}, () -> false);
        Compaction compaction = Compaction.begin(log, config, range, bench, TestLog.NOW)) {
      while (compaction.hasNext()) {
        log.replace(compaction.cleanNext(log.lastRecords()), TestLog.NOW);
      }
      log.onCleaned(compaction);
      forgetSuperseded(compaction.endOffset());
    }
  }

  private void forgetSuperseded(long until) {
    Map<String, Long> last = new HashMap<>();
    records
        .headMap(until)
        .forEach(
            (offset, record) -> {
              if (!aborted.contains(offset)) {
                last.put(key(record), offset);
              }
            });
    records
        .headMap(until)
        .entrySet()
        .removeIf(
            entry ->
                aborted.contains(entry.getKey())
                    || !entry.getKey().equals(last.get(key(entry.getValue()))));
  }

  private static String key(String record) {
    return record.substring(record.indexOf(':') + 1, record.indexOf('='));
  }
}
