package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How fast a log takes batches and finds them again, on one thread, with nothing around it. A
 * program, not a test: {@code LogBenchmark [directory]}. Times are of the whole process's
 * processor, so that the compiler's threads count in the first rounds; the last rounds are those to
 * read.
 */
final class LogBenchmark {
  private static final int RECORD_BYTES = 1024;
  private static final int RECORDS_PER_BATCH = 15;
  private static final int BATCHES = 20_000;
  private static final int ROUNDS = 4;

  private LogBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path root = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("log-benchmark");
    for (Compression codec :
        new Compression[] {Compression.NONE, Compression.LZ4, Compression.ZSTD}) {
      for (int round = 0; round < ROUNDS; round++) {
        try (TestLog test = TestLog.create(root.resolve(codec.codecName() + round))) {
          append(test, codec, round);
          readThrough(test, round);
          readAnywhere(test, round);
          readTail(test, codec, round);
          test.log.truncateFullyAndStartAt(0, TestLog.NOW);
        }
      }
    }
  }

  private static void append(TestLog test, Compression codec, int round) {
    ByteBuf batch = batch(codec);
    int size = batch.readableBytes();
    long before = cpuNanos();
    for (int i = 0; i < BATCHES; i++) {
      batch.setLong(0, 0);
      batch.setIndex(0, size);
      if (!test.log.append(batch, 0, TestLog.NOW, AppendOrigin.CLIENT).isAppended()) {
        throw new IllegalStateException("refused");
      }
      test.log.updateHighWatermark(test.log.logEndOffset());
    }
    report(
        "append " + codec.codecName(),
        round,
        cpuNanos() - before,
        BATCHES,
        (long) BATCHES * RECORDS_PER_BATCH * RECORD_BYTES);
    batch.release();
  }

  /** Fetches of 1 MiB one after another, each sent with sendfile. */
  private static void readThrough(TestLog test, int round) throws IOException {
    long before = cpuNanos();
    long bytes = 0;
    int count = 0;
    try (FileChannel sink = FileChannel.open(Path.of("/dev/null"), StandardOpenOption.WRITE)) {
      for (long offset = 0; offset < test.log.logEndOffset(); count++) {
        LogSlice slice =
            test.log.view().read(offset, 1 << 20, Isolation.HIGH_WATERMARK, true).slice();
        if (slice == null) {
          break;
        }
        bytes += slice.channel().transferTo(slice.position(), slice.sizeInBytes(), sink);
        offset +=
            (long) RECORDS_PER_BATCH
                * Math.max(1, slice.sizeInBytes() / (RECORD_BYTES * RECORDS_PER_BATCH + 200));
        slice.release();
      }
    }
    report("fetch 1 MiB", round, cpuNanos() - before, count, bytes);
  }

  private static void readAnywhere(TestLog test, int round) {
    SplittableRandom random = new SplittableRandom(7);
    long before = cpuNanos();
    for (int i = 0; i < BATCHES; i++) {
      LogSlice slice =
          test.log
              .view()
              .read(
                  random.nextLong(test.log.logEndOffset()), 1 << 20, Isolation.HIGH_WATERMARK, true)
              .slice();
      if (slice != null) {
        slice.release();
      }
    }
    report("find any offset", round, cpuNanos() - before, BATCHES, 0);
  }

  /** A consumer that keeps up: each append is fetched at once. */
  private static void readTail(TestLog test, Compression codec, int round) {
    ByteBuf batch = batch(codec);
    int size = batch.readableBytes();
    long found = 0;
    long nanos = 0;
    for (int i = 0; i < BATCHES / 4; i++) {
      long end = test.log.logEndOffset();
      batch.setLong(0, 0);
      batch.setIndex(0, size);
      test.log.append(batch, 0, TestLog.NOW, AppendOrigin.CLIENT);
      test.log.updateHighWatermark(test.log.logEndOffset());
      long before = System.nanoTime();
      LogSlice slice = test.log.view().read(end, 1 << 20, Isolation.HIGH_WATERMARK, true).slice();
      nanos += System.nanoTime() - before;
      if (slice != null) {
        found += slice.sizeInBytes();
        slice.release();
      }
    }
    report("find the tail", round, nanos, BATCHES / 4, 0);
    batch.release();
    if (found != (long) size * (BATCHES / 4)) {
      throw new IllegalStateException("tail reads found: " + found);
    }
  }

  private static ByteBuf batch(Compression codec) {
    SplittableRandom random = new SplittableRandom(42);
    ByteBuf buf = ByteBufAllocator.DEFAULT.directBuffer(RECORD_BYTES * RECORDS_PER_BATCH * 2);
    RecordBatchBuilder builder = new RecordBatchBuilder(buf).compression(codec);
    for (int i = 0; i < RECORDS_PER_BATCH; i++) {
      byte[] value = new byte[RECORD_BYTES];
      for (int b = 0; b < value.length; b++) {
        value[b] = (byte) ('a' + random.nextInt(16));
      }
      builder.append(TestLog.NOW, null, value);
    }
    builder.finish();
    return buf;
  }

  private static void report(String what, int round, long nanos, int count, long bytes) {
    String perGigabyte =
        bytes == 0
            ? ""
            : String.format(Locale.ROOT, "  %.3f CPU-s/GB", nanos / 1e9 / (bytes / 1e9));
    System.out.printf(
        Locale.ROOT,
        "round %d  %-16s %8.2f us each%s%n",
        round,
        what,
        nanos / 1e3 / count,
        perGigabyte);
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getProcessCpuTime()
        : System.nanoTime();
  }
}
