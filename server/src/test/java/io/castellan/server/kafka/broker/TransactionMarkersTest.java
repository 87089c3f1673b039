package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.DescribeProducers;
import io.castellan.kafka.protocol.message.WriteTxnMarkers;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.server.kafka.log.AppendOrigin;
import io.castellan.server.kafka.log.AppendResult;
import io.castellan.server.kafka.partition.Append;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions as a partition sees them: batches, markers, and who may read what when. */
class TransactionMarkersTest {
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  @TempDir Path dir;
  private DataPath broker;

  @BeforeEach
  void start() throws Exception {
    broker = new DataPath(dir);
    broker.createTopic("t", 1, Map.of());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void showsCommittedReadersWhatIsCommittedAndNothingElse() throws Exception {
    try (WireClient client = new WireClient(broker.address())) {
      assertEquals(0, produce(1, 0, 0, "aborted"));
      assertEquals(0, produce(2, 0, 0, "committed"));
      DescribeProducers.Response.PartitionResponse open = describe(client);
      assertEquals(
          List.of(0L, 1L),
          open.activeProducers().stream()
              .map(DescribeProducers.Response.ProducerState::currentTxnStartOffset)
              .sorted()
              .toList());
      assertEquals(0, end(client, 2, 0, true, 5));
      // The first transaction is open still, and everything after its start waits for it.
      assertEquals(0, lastStableOffset());
      assertEquals(0, end(client, 1, 0, false, 5));
      assertEquals(4, lastStableOffset());
      assertEquals(List.of("committed"), readCommitted());
      assertTrue(
          describe(client).activeProducers().stream()
              .allMatch(p -> p.currentTxnStartOffset() == -1 && p.coordinatorEpoch() == 5));
    }
  }

  @Test
  void refusesMarkersOfFencedCoordinatorsAndProducers() throws Exception {
    try (WireClient client = new WireClient(broker.address())) {
      assertEquals(0, produce(1, 3, 0, "first"));
      assertEquals(ErrorCode.INVALID_PRODUCER_EPOCH.code(), end(client, 1, 2, true, 5));
      assertEquals(0, end(client, 1, 3, true, 5));
      assertEquals(ErrorCode.TRANSACTION_COORDINATOR_FENCED.code(), end(client, 1, 3, true, 4));
      assertEquals(ErrorCode.INVALID_PRODUCER_EPOCH.code(), produce(1, 2, 0, "zombie"));
    }
  }

  /** Past the handler, which takes no transactional batches as long as there is no coordinator. */
  private short produce(long producer, int epoch, int sequence, String value) throws Exception {
    ByteBuf batch = Unpooled.buffer();
    new RecordBatchBuilder(batch)
        .producer(producer, (short) epoch, sequence, true)
        .append(System.currentTimeMillis(), null, value.getBytes(StandardCharsets.UTF_8))
        .finish();
    CompletableFuture<AppendResult> done = new CompletableFuture<>();
    broker
        .partition("t", 0)
        .append(new Append(batch, AppendOrigin.CLIENT, (short) 1, 1000, done::complete));
    return done.get(10, TimeUnit.SECONDS).error().code();
  }

  private static short end(
      WireClient client, long producer, int epoch, boolean commit, int coordinatorEpoch)
      throws Exception {
    WriteTxnMarkers.Request request =
        new WriteTxnMarkers.Request(
            List.of(
                new WriteTxnMarkers.Request.WritableTxnMarker(
                    producer,
                    (short) epoch,
                    commit,
                    List.of(new WriteTxnMarkers.Request.WritableTxnMarkerTopic("t", List.of(0))),
                    coordinatorEpoch,
                    (byte) 0)));
    return client
        .ask(WriteTxnMarkers.Response.class, ApiKey.WRITE_TXN_MARKERS, 1, request)
        .markers()
        .get(0)
        .topics()
        .get(0)
        .partitions()
        .get(0)
        .errorCode();
  }

  private static DescribeProducers.Response.PartitionResponse describe(WireClient client)
      throws Exception {
    return client
        .ask(
            DescribeProducers.Response.class,
            ApiKey.DESCRIBE_PRODUCERS,
            0,
            new DescribeProducers.Request(
                List.of(new DescribeProducers.Request.TopicRequest("t", List.of(0)))))
        .topics()
        .get(0)
        .partitions()
        .get(0);
  }

  private long lastStableOffset() {
    try (KafkaConsumer<byte[], byte[]> consumer = committedReader()) {
      Long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
      return end == null ? -1 : end;
    }
  }

  private List<String> readCommitted() {
    List<String> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = committedReader()) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      while (consumer.position(PARTITION) < 4) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> found.add(new String(record.value(), StandardCharsets.UTF_8)));
      }
    }
    return found;
  }

  private KafkaConsumer<byte[], byte[]> committedReader() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", broker.bootstrap());
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
