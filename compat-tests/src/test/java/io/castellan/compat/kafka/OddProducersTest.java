package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Matrix;
import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Workspace;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What idempotent producers are told that come back after they were forgotten, repeat themselves or
 * leave something out: the same as by Kafka 3.4.1, which the full matrix asks as well. {@code
 * UNKNOWN_PRODUCER_ID}, which brokers before 2.5 gave to those that they had forgotten, is not
 * among it: they are believed instead (KIP-360).
 */
@ExtendWith(LeakCheck.class)
class OddProducersTest {
  private static final String TOPIC = "odd";
  private static final int RECORDS_OF_A_BATCH = 2;

  private static final Map<Short, String> ERRORS =
      Map.of(
          (short) 0, "NONE",
          (short) 45, "OUT_OF_ORDER_SEQUENCE_NUMBER",
          (short) 46, "DUPLICATE_SEQUENCE_NUMBER",
          (short) 47, "INVALID_PRODUCER_EPOCH",
          (short) 59, "UNKNOWN_PRODUCER_ID");

  /** A batch: who sends it, in which epoch, from which sequence number on, in which version. */
  private record Sent(long producerId, int epoch, int sequence, int version) {}

  private static final List<Sent> SENT =
      List.of(
          new Sent(7, 0, 40, 3), // forgotten, or never known
          new Sent(7, 0, 42, 3),
          new Sent(7, 0, 42, 3), // again
          new Sent(7, 0, 46, 3), // a gap
          new Sent(7, 0, 46, 8),
          new Sent(7, 0, 44, 8),
          new Sent(7, 0, 46, 8),
          new Sent(7, 0, 48, 8),
          new Sent(7, 0, 50, 8),
          new Sent(7, 0, 52, 8),
          new Sent(7, 0, 40, 3), // again, but further back than five batches
          new Sent(7, 0, 46, 3), // again, the last of the five
          new Sent(7, 1, 5, 7), // a new epoch does not begin in the middle
          new Sent(7, 1, 0, 7),
          new Sent(7, 0, 54, 7), // the old epoch is over
          new Sent(7, 0, 54, 8),
          new Sent(8, 3, 0, 5),
          new Sent(8, 3, Integer.MAX_VALUE, 5),
          new Sent(9, 0, Integer.MAX_VALUE - 1, 5), // wraps
          new Sent(9, 0, 0, 5));

  /** What 3.4.1 says: the error, the base offset. */
  private static final List<String> TOLD =
      List.of(
          "NONE 0",
          "NONE 2",
          "NONE 2",
          "OUT_OF_ORDER_SEQUENCE_NUMBER -1",
          "OUT_OF_ORDER_SEQUENCE_NUMBER -1",
          "NONE 4",
          "NONE 6",
          "NONE 8",
          "NONE 10",
          "NONE 12",
          "OUT_OF_ORDER_SEQUENCE_NUMBER -1",
          "NONE 6",
          "OUT_OF_ORDER_SEQUENCE_NUMBER -1",
          "NONE 14",
          "INVALID_PRODUCER_EPOCH -1",
          "INVALID_PRODUCER_EPOCH -1",
          "NONE 16",
          "OUT_OF_ORDER_SEQUENCE_NUMBER -1",
          "NONE 18",
          "NONE 20");

  @Test
  void areToldWhatStockTellsThem() throws Exception {
    try (Workspace workspace = new Workspace("odd-producers");
        ToolRunner tools = new ToolRunner(StockRelease.KAFKA_3_4_1)) {
      if (Matrix.isFull()) {
        try (Pair stock = Pair.stock(workspace.directory("stock"), List.of())) {
          assertEquals(TOLD, told(stock, tools), "by stock");
        }
      }
      try (Pair ours = Pair.castellan(workspace.directory("ours"), List.of())) {
        assertEquals(TOLD, told(ours, tools));
      }
    }
  }

  private static List<String> told(Pair servers, ToolRunner tools) throws IOException {
    ToolRun created =
        tools.run(
            StockTool.TOPICS,
            "--bootstrap-server",
            servers.bootstrap(),
            "--create",
            "--topic",
            TOPIC,
            "--partitions",
            "1");
    assertEquals(0, created.exitCode(), created::err);
    List<String> told = new ArrayList<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), servers.kafkaPort())) {
      for (Sent sent : SENT) {
        told.add(produce(socket, sent));
      }
    }
    return told;
  }

  /** Sends a batch and returns the error and the base offset that it is told. */
  private static String produce(Socket socket, Sent sent) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(500);
    frame
        .putInt(0)
        .putShort((short) 0)
        .putShort((short) sent.version)
        .putInt(1)
        .putShort((short) -1);
    frame.putShort((short) -1).putShort((short) -1).putInt(5000); // no transaction, acks, timeout
    frame.putInt(1).putShort((short) TOPIC.length()).put(TOPIC.getBytes(StandardCharsets.UTF_8));
    frame.putInt(1).putInt(0);
    ByteBuffer batch = batch(sent);
    frame.putInt(batch.remaining()).put(batch);
    frame.putInt(0, frame.position() - 4);
    socket.getOutputStream().write(frame.array(), 0, frame.position());
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    // Correlation id, one topic and its name, one partition and its number.
    ByteBuffer answer = ByteBuffer.wrap(bytes).position(4 + 4 + 2 + TOPIC.length() + 4 + 4);
    short error = answer.getShort();
    return ERRORS.getOrDefault(error, "error " + error) + " " + answer.getLong();
  }

  /** Two records without keys, in the format of 0.11 and later. */
  private static ByteBuffer batch(Sent sent) {
    ByteBuffer batch = ByteBuffer.allocate(200);
    batch.putLong(0).putInt(0).putInt(-1).put((byte) 2).putInt(0);
    int checked = batch.position();
    long now = System.currentTimeMillis();
    batch.putShort((short) 0).putInt(RECORDS_OF_A_BATCH - 1).putLong(now).putLong(now);
    batch.putLong(sent.producerId).putShort((short) sent.epoch).putInt(sent.sequence);
    batch.putInt(RECORDS_OF_A_BATCH);
    for (int i = 0; i < RECORDS_OF_A_BATCH; i++) {
      // Length 7: attributes, two deltas, no key, a value of one byte, no headers; all zigzag.
      batch.put(new byte[] {14, 0, 0, (byte) (2 * i), 1, 2, 'v', 0});
    }
    batch.putInt(8, batch.position() - 12);
    CRC32C crc = new CRC32C();
    crc.update(batch.array(), checked, batch.position() - checked);
    batch.putInt(checked - 4, (int) crc.getValue());
    return batch.flip();
  }
}
