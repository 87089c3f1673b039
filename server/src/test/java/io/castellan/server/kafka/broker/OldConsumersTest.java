package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.kafka.protocol.message.Produce;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetch 0 to 3: what is stored in batches is read as message sets. */
class OldConsumersTest {
  private static final long TIME = 1_600_000_000_000L;

  @TempDir Path dir;
  private DataPath broker;
  private WireClient client;

  @BeforeEach
  void start() throws Exception {
    broker = new DataPath(dir);
    client = new WireClient(broker.address());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({
    "0, NONE",
    "1, GZIP",
    "1, LZ4",
    "2, NONE",
    "2, SNAPPY",
    "3, NONE",
    "3, GZIP",
    "3, LZ4"
  })
  void readFromEveryOffset(int version, CompressionType codec) throws Exception {
    broker.createTopic("t", 1, Map.of());
    for (int batch = 0; batch < 5; batch++) {
      produce(codec, 10 * batch, 10, 20);
    }
    for (int offset = 0; offset < 50; offset += 7) {
      List<Record> found = records(fetch(version, offset, 1 << 20, 0), offset);
      assertEquals(50 - offset, found.size());
      for (int i = 0; i < found.size(); i++) {
        Record record = found.get(i);
        assertEquals(offset + i, record.offset());
        assertEquals("key " + (offset + i), text(record.key()));
        assertEquals(20, record.valueSize());
        assertEquals(version < 2 ? -1 : TIME + offset + i, record.timestamp());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3})
  void largeAnswersComeInPartsAndAreReadToTheirEnd(int version) throws Exception {
    broker.createTopic("t", 1, Map.of());
    for (int batch = 0; batch < 40; batch++) {
      produce(batch % 2 == 0 ? CompressionType.NONE : CompressionType.GZIP, 50 * batch, 50, 900);
    }
    int next = 0;
    while (next < 2000) {
      List<Record> found = records(fetch(version, next, 400_000, 0), next);
      assertTrue(!found.isEmpty(), "no progress at " + next);
      for (Record record : found) {
        assertEquals(next, record.offset());
        assertEquals("key " + next, text(record.key()));
        next++;
      }
    }
    assertEquals(0, bytes(fetch(version, 2000, 400_000, 0)).length);
  }

  @Test
  void upToVersion2AMessageThatIsTooLargeIsCutAndFrom3ItIsWhole() throws Exception {
    broker.createTopic("t", 1, Map.of());
    produce(CompressionType.NONE, 0, 3, 5000);
    for (int version = 0; version < 3; version++) {
      assertEquals(100, bytes(fetch(version, 0, 100, 0)).length);
      assertEquals(1, records(fetch(version, 0, 6000, 0), 0).size());
    }
    assertEquals(3, records(fetch(3, 0, 100, 0), 0).size());
  }

  @Test
  void zstdIsRefusedByNameAndWhatStandsBeforeItIsRead() throws Exception {
    broker.createTopic("t", 1, Map.of());
    produce(CompressionType.GZIP, 0, 4, 10);
    produce(CompressionType.ZSTD, 4, 4, 10);
    for (int version = 0; version < 4; version++) {
      assertEquals(4, records(fetch(version, 0, 1 << 20, 0), 0).size());
      assertEquals(
          ErrorCode.UNSUPPORTED_COMPRESSION_TYPE.code(), fetch(version, 4, 1 << 20, 0).errorCode());
    }
    broker.createTopic("z", 1, Map.of("compression.type", "zstd"));
    assertEquals(
        ErrorCode.UNSUPPORTED_COMPRESSION_TYPE.code(), fetch("z", 9, 0, 1 << 20, 0).errorCode());
    assertEquals(0, fetch("z", 10, 0, 1 << 20, 0).errorCode());
  }

  @Test
  void aTopicMayRefuseConversion() throws Exception {
    broker.createTopic("t", 1, Map.of("message.downconversion.enable", "false"));
    produce(CompressionType.NONE, 0, 1, 1);
    assertEquals(ErrorCode.UNSUPPORTED_VERSION.code(), fetch(3, 0, 1000, 0).errorCode());
    assertEquals(ErrorCode.NONE.code(), fetch(4, 0, 1000, 0).errorCode());
  }

  @Test
  void theEndsOfTransactionsArePassedOverAndWaitedBehind() throws Exception {
    broker.createTopic("t", 1, Map.of());
    produce(CompressionType.NONE, 0, 1, 10);
    assertEquals(1, broker.appendAsCoordinator("t", endOfTransaction()));
    produce(CompressionType.NONE, 2, 1, 10);
    assertEquals(3, broker.appendAsCoordinator("t", endOfTransaction()));
    for (int version = 0; version < 4; version++) {
      assertEquals(2, records(fetch(version, 0, 1000, 0), 0).size());
      assertEquals(2, records(fetch(version, 1, 1000, 0), 1).get(0).offset());
      assertEquals(0, bytes(fetch(version, 3, 1000, 0)).length);
    }
    int waiting = client.send(ApiKey.FETCH, 3, request("t", 3, 1000, 60_000));
    try (WireClient other = new WireClient(broker.address())) {
      WireClient first = client;
      client = other;
      produce(CompressionType.NONE, 4, 1, 10);
      client = first;
    }
    Fetch.Response woken = (Fetch.Response) client.receive(ApiKey.FETCH, 3, waiting);
    assertEquals(4, records(woken.responses().get(0).partitions().get(0), 3).get(0).offset());
  }

  private static ByteBuf endOfTransaction() {
    return Unpooled.copiedBuffer(
        MemoryRecords.withEndTransactionMarker(
                0, TIME, 0, 77, (short) 3, new EndTransactionMarker(ControlRecordType.COMMIT, 1))
            .buffer());
  }

  @Test
  void oldProducersAndOldConsumersMeet() throws Exception {
    broker.createTopic("t", 1, Map.of());
    int next = 0;
    for (int version = 0; version < 3; version++) {
      for (CompressionType codec :
          List.of(CompressionType.NONE, CompressionType.GZIP, CompressionType.LZ4)) {
        MemoryRecords set =
            MemoryRecords.withRecords(
                (byte) (version < 2 ? 0 : 1),
                0L,
                Compression.of(codec).build(),
                TimestampType.CREATE_TIME,
                values(next, 5, 30));
        Produce.Response.PartitionProduceResponse done = produce(version, set);
        assertEquals(0, done.errorCode());
        assertEquals(next, done.baseOffset());
        next += 5;
      }
    }
    for (int version = 0; version < 5; version++) {
      List<Record> found = records(fetch(version, 0, 1 << 20, 0), 0);
      assertEquals(next, found.size());
      for (int i = 0; i < next; i++) {
        assertEquals("key " + i, text(found.get(i).key()));
      }
    }
  }

  private void produce(CompressionType codec, int first, int count, int valueBytes)
      throws Exception {
    MemoryRecords batch =
        MemoryRecords.withRecords(Compression.of(codec).build(), values(first, count, valueBytes));
    Produce.Response.PartitionProduceResponse done = produce(9, batch);
    assertEquals(0, done.errorCode());
    assertEquals(first, done.baseOffset());
  }

  private Produce.Response.PartitionProduceResponse produce(int version, MemoryRecords records)
      throws Exception {
    ByteBuf bytes = Unpooled.wrappedBuffer(records.buffer().duplicate());
    Produce.Request request =
        new Produce.Request(
            null,
            (short) -1,
            10_000,
            List.of(
                new Produce.Request.TopicProduceData(
                    "t",
                    Uuid.ZERO,
                    List.of(
                        new Produce.Request.PartitionProduceData(0, RecordsPayload.of(bytes))))));
    return client
        .ask(Produce.Response.class, ApiKey.PRODUCE, version, request)
        .responses()
        .get(0)
        .partitionResponses()
        .get(0);
  }

  private Fetch.Response.PartitionData fetch(int version, long offset, int maxBytes, int waitMs)
      throws Exception {
    return fetch("t", version, offset, maxBytes, waitMs);
  }

  private Fetch.Response.PartitionData fetch(
      String topic, int version, long offset, int maxBytes, int waitMs) throws Exception {
    return client
        .ask(Fetch.Response.class, ApiKey.FETCH, version, request(topic, offset, maxBytes, waitMs))
        .responses()
        .get(0)
        .partitions()
        .get(0);
  }

  private static Fetch.Request request(String topic, long offset, int maxBytes, int waitMs) {
    return new Fetch.Request(
        null,
        -1,
        new Fetch.Request.ReplicaState(-1, -1),
        waitMs,
        1,
        Integer.MAX_VALUE,
        (byte) 0,
        0,
        -1,
        List.of(
            new Fetch.Request.Topic(
                topic,
                Uuid.ZERO,
                List.of(
                    new Fetch.Request.Partition(
                        0, -1, offset, -1, -1, maxBytes, Uuid.ZERO, Long.MAX_VALUE)))),
        List.of(),
        "");
  }

  private static byte[] bytes(Fetch.Response.PartitionData answer) {
    assertEquals(0, answer.errorCode());
    RecordsPayload records = answer.records();
    if (records == null || records.sizeInBytes() == 0) {
      return new byte[0];
    }
    return ByteBufUtil.getBytes((ByteBuf) records.transfer());
  }

  private static List<Record> records(Fetch.Response.PartitionData answer, long from) {
    List<Record> found = new ArrayList<>();
    for (MutableRecordBatch batch :
        MemoryRecords.readableRecords(ByteBuffer.wrap(bytes(answer))).batches()) {
      batch.ensureValid();
      for (Record record : batch) {
        if (record.offset() >= from) {
          found.add(record);
        }
      }
    }
    return found;
  }

  private static SimpleRecord[] values(int first, int count, int valueBytes) {
    SimpleRecord[] records = new SimpleRecord[count];
    for (int i = 0; i < count; i++) {
      records[i] =
          new SimpleRecord(
              TIME + first + i,
              ("key " + (first + i)).getBytes(StandardCharsets.UTF_8),
              new byte[valueBytes]);
    }
    return records;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }
}
