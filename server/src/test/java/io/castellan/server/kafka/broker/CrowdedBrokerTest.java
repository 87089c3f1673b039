package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.ApiVersions;
import io.castellan.kafka.protocol.message.Produce;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.castellan.server.kafka.ConnectionLimits;
import io.castellan.server.kafka.Reception;
import io.castellan.server.kafka.RequestBudget;
import io.castellan.server.lane.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that has as many connections, or as many requests, as it may have. */
class CrowdedBrokerTest {
  private static final ApiVersions.Request GREETING =
      new ApiVersions.Request("test", "1.0", null, -1);

  @TempDir Path dir;

  @SuppressWarnings("try") // one goes early, to make room
  @Test
  void whoComesTooManyIsServedOnceAnotherGoes() throws Exception {
    ConnectionLimits limits =
        new ConnectionLimits(
            new ConnectionLimits.Settings(
                2, 100, Map.of(), Integer.MAX_VALUE, Map.of(), Map.of(), null),
            Clock.SYSTEM);
    try (DataPath broker = new DataPath(dir, Reception.of(limits, RequestBudget.unbounded()));
        WireClient first = new WireClient(broker.address());
        WireClient second = new WireClient(broker.address())) {
      greet(first);
      greet(second);
      try (WireClient third = new WireClient(broker.address())) {
        int asked = third.send(ApiKey.API_VERSIONS, 3, GREETING);
        greet(second);
        assertEquals(2, limits.total());
        first.close();
        assertInstanceOf(ApiVersions.Response.class, third.receive(ApiKey.API_VERSIONS, 3, asked));
        assertEquals(2, limits.total());
      }
    }
  }

  @Test
  void whoBringsMoreThanMayWaitIsReadLater() throws Exception {
    int clients = 6;
    int requests = 40;
    try (DataPath broker =
        new DataPath(dir, Reception.of(ConnectionLimits.none(), new RequestBudget(1, 1)))) {
      broker.createTopic("t", 1, Map.of());
      List<WireClient> producers = new ArrayList<>();
      try {
        int[] first = new int[clients];
        for (int i = 0; i < clients; i++) {
          producers.add(new WireClient(broker.address()));
        }
        for (int j = 0; j < requests; j++) {
          for (int i = 0; i < clients; i++) {
            int sent = produce(producers.get(i));
            first[i] = j == 0 ? sent : first[i];
          }
        }
        for (int i = 0; i < clients; i++) {
          for (int j = 0; j < requests; j++) {
            Produce.Response done =
                (Produce.Response) producers.get(i).receive(ApiKey.PRODUCE, 9, first[i] + j);
            assertEquals(0, done.responses().get(0).partitionResponses().get(0).errorCode());
          }
        }
        greet(producers.get(0));
      } finally {
        for (WireClient producer : producers) {
          producer.close();
        }
      }
    }
  }

  private static void greet(WireClient client) throws IOException {
    client.ask(ApiVersions.Response.class, ApiKey.API_VERSIONS, 3, GREETING);
  }

  private static int produce(WireClient client) throws IOException {
    ByteBuf batch = Unpooled.buffer(2000);
    new RecordBatchBuilder(batch).append(1, null, new byte[1000]).finish();
    return client.send(
        ApiKey.PRODUCE,
        9,
        new Produce.Request(
            null,
            (short) 1,
            1000,
            List.of(
                new Produce.Request.TopicProduceData(
                    "t",
                    Uuid.ZERO,
                    List.of(
                        new Produce.Request.PartitionProduceData(0, RecordsPayload.of(batch)))))));
  }
}
