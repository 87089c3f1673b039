package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Batches whose checksum is right and whose other bytes are anything. An exception would stop the
 * partition's lane, and with it the broker; what is let in must be read, found and recovered.
 */
class HostileBatchesTest {
  private static final int ROUNDS = 1500;
  private static final int SIZE_END = 12;
  private static final int CHECKSUM = 17;
  private static final byte[] EXTREMES = {0, 1, -1, Byte.MIN_VALUE, Byte.MAX_VALUE};

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compression.type=producer",
        "compression.type=zstd",
        "compression.type=uncompressed",
        "message.timestamp.type=LogAppendTime",
        "cleanup.policy=compact",
        "segment.bytes=2000"
      })
  void areRefusedOrKeptButNeverThrow(String setting) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] keyAndValue = setting.split("=", 2);
    try (TestLog test = TestLog.create(root, keyAndValue[0], keyAndValue[1])) {
      int kept = 0;
      for (int i = 0; i < ROUNDS; i++) {
        AppendResult result = test.append(hostile(random));
        kept += result.error() == ErrorCode.NONE ? 1 : 0;
        test.log.view().offsetForTimestamp(random.nextLong());
      }
      assertTrue(kept > 0, "nothing was kept, so nothing was tried");
      List<String> all = test.readAll();
      long end = test.log.logEndOffset();
      test.crash();
      assertEquals(end, test.log.logEndOffset());
      assertEquals(all, test.readAll());
      test.restart();
      assertEquals(all, test.readAll());
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed: " + seed, e);
    }
  }

  private static ByteBuf hostile(Random random) {
    Compression[] codecs = Compression.values();
    ByteBuf batch =
        random.nextBoolean()
            ? TestLog.batch(codecs[random.nextInt(codecs.length)], TestLog.NOW, "a", "b", "c")
            : TestLog.produced(random.nextInt(3), 0, random.nextInt(3), false, "d", "e");
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      // Mostly the header, whose fields are believed; its magic and size stay, or all would be
      // refused alike.
      int end = random.nextInt(4) == 0 ? batch.readableBytes() : RecordBatch.HEADER_SIZE;
      int index = CHECKSUM + 4 + random.nextInt(end - CHECKSUM - 4);
      batch.setByte(
          index,
          random.nextBoolean() ? EXTREMES[random.nextInt(EXTREMES.length)] : random.nextInt());
    }
    if (random.nextInt(20) == 0) {
      batch.setByte(random.nextInt(SIZE_END), random.nextInt());
    }
    if (batch.getInt(8) == batch.readableBytes() - SIZE_END) {
      batch.setInt(CHECKSUM, new RecordBatch().wrap(batch, 0).computeCrc());
    }
    return batch;
  }
}
