package io.castellan.kafka.protocol.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.StockMessages.Range;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random messages go through the generated classes of both releases and come back the same. */
class StockRoundTripTest {

  private static final long SEED = Long.getLong("castellan.seed", 20260101);
  static final int MESSAGES_PER_VERSION = 12;

  @Test
  void theNewestReleaseReadsWhatWeWriteAndWritesItTheSame() {
    assertTrue(roundTrips(StockMessages.NEWEST) > 3000);
  }

  @Test
  void theReleaseWithTheOldVersionsReadsWhatWeWriteAndWritesItTheSame() {
    assertTrue(roundTrips(StockMessages.OLD) > 3000);
  }

  private static int roundTrips(StockMessages stock) {
    int count = 0;
    for (ApiKey key : ApiKey.values()) {
      Map<String, Object> request = stock.schema(key.displayName() + "Request");
      boolean preview =
          stock == StockMessages.OLD
              && request != null
              && "true".equals(request.get("latestVersionUnstable"));
      for (String kind : List.of("Request", "Response")) {
        Map<String, Object> schema = stock.schema(key.displayName() + kind);
        if (schema == null || preview) {
          continue;
        }
        Range valid = Range.of(schema.get("validVersions"));
        for (int version = valid.first(); version <= valid.last(); version++) {
          if (key.serves(version)) {
            count += roundTrips(stock, key, kind, (short) version);
          }
        }
      }
    }
    return count;
  }

  private static int roundTrips(StockMessages stock, ApiKey key, String kind, short version) {
    return roundTrips(stock, key.displayName() + kind, version, StockMessages.ours(key, kind));
  }

  /** How many messages went there and back. */
  static <T extends Record> int roundTrips(
      StockMessages stock, String name, short version, Class<T> type) {
    Codec<T> codec = Codecs.interpreted().of(type, version);
    RandomMessages random = new RandomMessages(SEED + name.hashCode() + version);
    for (int i = 0; i < MESSAGES_PER_VERSION; i++) {
      String what = name + " v" + version + " message " + i + " castellan.seed=" + SEED;
      T message = type.cast(random.message(codec.schema()));
      byte[] ours = RandomMessages.written(codec, message);
      byte[] stocks = stock.rewritten(name, version, ours);
      assertArrayEquals(ours, stocks, what);
      ByteBuf in = Unpooled.wrappedBuffer(stocks);
      T read = codec.read(in);
      assertEquals(0, in.readableBytes(), what);
      assertEquals(message, read, what);
      assertArrayEquals(stocks, RandomMessages.written(codec, read), what);
    }
    return MESSAGES_PER_VERSION;
  }
}
