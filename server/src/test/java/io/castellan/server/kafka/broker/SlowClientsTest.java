package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.ApiVersions;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.kafka.protocol.message.Produce;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not read, ask too much at once, or vanish in the middle. */
class SlowClientsTest {
  private static final int BATCH_BYTES = 1 << 20;
  private static final int BATCHES = 24;
  private static final int FOREVER_MS = Integer.MAX_VALUE;

  @TempDir Path dir;
  private DataPath broker;

  @BeforeEach
  void start() throws Exception {
    broker = new DataPath(dir);
    broker.createTopic("t", 1, Map.of("max.message.bytes", "2000000"));
    broker.createTopic("empty", 1, Map.of());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void thousandsOfRequestsAtOnceAreAnsweredInOrder() throws Exception {
    int count = 10_000;
    try (WireClient client = new WireClient(broker.address())) {
      ApiVersions.Request request = new ApiVersions.Request("test", "1.0", null, -1);
      int first = client.send(ApiKey.API_VERSIONS, 3, request);
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 1; i < count; i++) {
                    client.send(ApiKey.API_VERSIONS, 3, request);
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      for (int i = 0; i < count; i++) {
        assertInstanceOf(
            ApiVersions.Response.class, client.receive(ApiKey.API_VERSIONS, 3, first + i));
      }
      sent.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsUpNobodyElse() throws Exception {
    fill();
    List<WireClient> slow = new ArrayList<>();
    try (WireClient quick = new WireClient(broker.address())) {
      for (int i = 0; i < 8; i++) { // more than there are event loops
        WireClient client = new WireClient(broker.address(), 4096);
        slow.add(client);
        for (int j = 0; j < 20; j++) {
          client.send(ApiKey.FETCH, 12, fetch("t", 1, 100));
        }
      }
      for (int i = 0; i < 20; i++) {
        Fetch.Response answer =
            quick.ask(Fetch.Response.class, ApiKey.FETCH, 12, fetch("t", 1, 100));
        assertTrue(recordBytes(answer) > 20 * BATCH_BYTES);
      }
      Fetch.Response late = (Fetch.Response) slow.get(0).receive(ApiKey.FETCH, 12, 1);
      assertTrue(recordBytes(late) > 20 * BATCH_BYTES, "it gets what it asked for once it reads");
    } finally {
      for (WireClient client : slow) {
        client.close();
      }
    }
  }

  /** A slice that is never released keeps its file open after the log is closed. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whoeverVanishesWhileItIsSentToLetsGoOfTheFiles() throws Exception {
    fill();
    for (int i = 0; i < 10; i++) {
      WireClient client = new WireClient(broker.address(), 4096);
      for (int j = 0; j <= i; j++) {
        client.send(ApiKey.FETCH, 12, fetch("t", 1, 100));
      }
      client.send(ApiKey.FETCH, 12, fetch("empty", 1, FOREVER_MS));
      client.send(ApiKey.FETCH, 12, fetch("t", 1, 100)); // is read, but may not be answered yet
      client.reset();
    }
    try (WireClient client = new WireClient(broker.address())) {
      assertTrue(
          recordBytes(client.ask(Fetch.Response.class, ApiKey.FETCH, 12, fetch("t", 1, 100)))
              > BATCH_BYTES);
    }
    assertTrue(openFiles() > 0, "the log is open");
    broker.close();
    assertEquals(0, openFiles());
    start();
  }

  private long openFiles() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(this::isInLog).count();
    }
  }

  private boolean isInLog(Path descriptor) {
    try {
      Path file = Files.readSymbolicLink(descriptor);
      return file.startsWith(dir) && file.toString().contains(".log");
    } catch (IOException closed) {
      return false;
    }
  }

  private void fill() throws IOException {
    try (WireClient producer = new WireClient(broker.address())) {
      for (int i = 0; i < BATCHES; i++) {
        ByteBuf batch = Unpooled.buffer(BATCH_BYTES + 100);
        new RecordBatchBuilder(batch).append(1, null, new byte[BATCH_BYTES]).finish();
        Produce.Response done =
            producer.ask(
                Produce.Response.class, ApiKey.PRODUCE, 9, produce(RecordsPayload.of(batch)));
        assertEquals(0, done.responses().get(0).partitionResponses().get(0).errorCode());
      }
    }
  }

  private static Produce.Request produce(RecordsPayload records) {
    return new Produce.Request(
        null,
        (short) 1,
        1000,
        List.of(
            new Produce.Request.TopicProduceData(
                "t", Uuid.ZERO, List.of(new Produce.Request.PartitionProduceData(0, records)))));
  }

  private static Fetch.Request fetch(String topic, int minBytes, int maxWaitMs) {
    return new Fetch.Request(
        null,
        -1,
        new Fetch.Request.ReplicaState(-1, -1),
        maxWaitMs,
        minBytes,
        50 << 20,
        (byte) 0,
        0,
        -1,
        List.of(
            new Fetch.Request.Topic(
                topic,
                Uuid.ZERO,
                List.of(
                    new Fetch.Request.Partition(
                        0, -1, 0, -1, -1, 50 << 20, Uuid.ZERO, Long.MAX_VALUE)))),
        List.of(),
        "");
  }

  private static int recordBytes(Fetch.Response answer) {
    RecordsPayload records = answer.responses().get(0).partitions().get(0).records();
    return records == null ? 0 : records.sizeInBytes();
  }
}
