package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.kafka.protocol.record.RecordReader;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.kafka.TopicPartition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A log in a directory of its own, with a clock that stands still. */
final class TestLog implements AutoCloseable {
  static final TopicPartition PARTITION = new TopicPartition("topic", 0);
  static final long NOW = 1_700_000_000_000L;

  final Path directory;
  final LogConfig config;
  final DeletionQueue deletions = new DeletionQueue();
  PartitionLog log;

  private TestLog(Path directory, LogConfig config, LogRecovery.Checkpoints checkpoints) {
    this.directory = directory;
    this.config = config;
    this.log = open(checkpoints);
  }

  static TestLog create(Path root, String... overrides) throws IOException {
    Path directory = root.resolve(PARTITION.toString());
    Files.createDirectories(directory);
    return new TestLog(directory, config(overrides), LogRecovery.Checkpoints.NONE);
  }

  static LogConfig config(String... overrides) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < overrides.length; i += 2) {
      map.put(overrides[i], overrides[i + 1]);
    }
    return TopicLogs.with(map);
  }

  private PartitionLog open(LogRecovery.Checkpoints checkpoints) {
    return new PartitionLog(
        LogRecovery.open(
            PARTITION, directory, config, checkpoints, LogRecovery.Progress.SILENT, NOW),
        config,
        deletions,
        () -> {});
  }

  /** The process dies: nothing more is written, and all files are as they are. */
  void crash() {
    long recoveryPoint = log.recoveryPoint();
    long highWatermark = log.highWatermark();
    log.abandon();
    log = open(new LogRecovery.Checkpoints(false, recoveryPoint, 0, highWatermark));
  }

  /** The process ends in an orderly way, and another one opens the log. */
  void restart() {
    log.close();
    log =
        open(
            new LogRecovery.Checkpoints(
                true, log.recoveryPoint(), log.logStartOffset(), log.highWatermark()));
  }

  AppendResult append(ByteBuf records) {
    return append(records, 0);
  }

  AppendResult append(ByteBuf records, int leaderEpoch) {
    try {
      AppendResult result = log.append(records, leaderEpoch, NOW, AppendOrigin.CLIENT);
      log.updateHighWatermark(log.logEndOffset());
      return result;
    } finally {
      records.release();
    }
  }

  /** Appends a batch of records and expects that to succeed. */
  long appendValues(long timestamp, String... values) {
    AppendResult result = append(batch(timestamp, values));
    assertEquals(ErrorCode.NONE, result.error(), () -> "refused: " + result.message());
    return result.firstOffset();
  }

  static ByteBuf batch(long timestamp, String... values) {
    return batch(Compression.NONE, timestamp, values);
  }

  static ByteBuf batch(Compression codec, long timestamp, String... values) {
    ByteBuf buf = Unpooled.directBuffer();
    RecordBatchBuilder builder = new RecordBatchBuilder(buf).compression(codec);
    for (String value : values) {
      builder.append(
          timestamp,
          "key".getBytes(StandardCharsets.UTF_8),
          value.getBytes(StandardCharsets.UTF_8));
    }
    builder.finish();
    return buf;
  }

  static ByteBuf produced(
      long producerId, int epoch, int firstSequence, boolean transactional, String... values) {
    ByteBuf buf = Unpooled.directBuffer();
    RecordBatchBuilder builder =
        new RecordBatchBuilder(buf)
            .producer(producerId, (short) epoch, firstSequence, transactional);
    for (String value : values) {
      builder.append(NOW, null, value.getBytes(StandardCharsets.UTF_8));
    }
    builder.finish();
    return buf;
  }

  /** Everything from an offset on, as {@code offset:value}. */
  List<String> read(long offset, Isolation isolation) {
    List<String> found = new ArrayList<>();
    long at = offset;
    while (true) {
      LogRead read = log.view().read(at, 1 << 20, isolation, true);
      assertEquals(ErrorCode.NONE, read.error());
      LogSlice slice = read.slice();
      if (slice == null) {
        return found;
      }
      at = collect(slice, at, found);
    }
  }

  List<String> readAll() {
    return read(log.logStartOffset(), Isolation.LOG_END);
  }

  static byte[] bytes(LogSlice slice) {
    ByteBuffer bytes = ByteBuffer.allocate(slice.sizeInBytes());
    try {
      int read;
      do {
        read = slice.channel().read(bytes, slice.position() + bytes.position());
      } while (bytes.hasRemaining() && read >= 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      slice.release();
    }
    return bytes.array();
  }

  private static long collect(LogSlice slice, long from, List<String> into) {
    long next = from;
    Records records = new Records().wrap(Unpooled.wrappedBuffer(bytes(slice)));
    try (RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, 1 << 20)) {
      while (records.next()) {
        RecordBatch batch = records.batch();
        batch.ensureValid();
        reader.open(batch);
        while (reader.next()) {
          ByteBuf value = reader.record().value();
          if (reader.record().offset() >= from && !batch.isControl()) {
            into.add(
                reader.record().offset()
                    + ":"
                    + (value == null ? "null" : value.toString(StandardCharsets.UTF_8)));
          }
        }
        next = batch.nextOffset();
      }
    } catch (InvalidRecordException e) {
      throw new AssertionError(e);
    }
    assertEquals(true, next > from, "a read makes progress");
    return next;
  }

  List<String> files() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void close() {
    log.abandon();
    deletions.run(Long.MAX_VALUE);
  }
}
