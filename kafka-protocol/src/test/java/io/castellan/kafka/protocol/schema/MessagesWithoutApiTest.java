package io.castellan.kafka.protocol.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.kafka.protocol.message.ConsumerProtocol;
import io.castellan.kafka.protocol.message.GroupMetadataRecord;
import io.castellan.kafka.protocol.message.OffsetCommitRecord;
import io.castellan.kafka.protocol.schema.StockMessages.Range;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records of {@code __consumer_offsets} and what consumers tell each other: every version has the
 * fields of the stock schemas, and random messages come back the same from the generated classes.
 */
class MessagesWithoutApiTest {

  /**
   * A message of ours and its stock name.
   *
   * @param compared versions whose fields are compared, in both releases together
   * @param exchanged versions that are exchanged with both releases together
   */
  record Message(String name, Class<? extends Record> type, int compared, int exchanged) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Message> messages() {
    return List.of(
        // The newest release counts a key's kinds from zero and calls them record types.
        new Message("OffsetCommitKey", OffsetCommitRecord.Key.class, 3, 3),
        new Message("OffsetCommitValue", OffsetCommitRecord.Value.class, 9, 10),
        new Message("GroupMetadataKey", GroupMetadataRecord.Key.class, 1, 1),
        new Message("GroupMetadataValue", GroupMetadataRecord.Value.class, 9, 10),
        new Message("ConsumerProtocolSubscription", ConsumerProtocol.Subscription.class, 8, 8),
        new Message("ConsumerProtocolAssignment", ConsumerProtocol.Assignment.class, 8, 8));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void hasTheStockFields(Message message) {
    int compared = 0;
    for (StockMessages stock : List.of(StockMessages.NEWEST, StockMessages.OLD)) {
      Map<String, Object> schema = schema(stock, message);
      compared +=
          SchemaConformanceTest.compare(
              message.name(),
              schema,
              message.type(),
              // A version with tags may get another one in a later release.
              version ->
                  known(message, version)
                      && (stock == StockMessages.NEWEST
                          || version < versions(message).flexibleSince()),
              stock == StockMessages.NEWEST);
    }
    assertEquals(message.compared(), compared);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void comesBackTheSameFromTheGeneratedClasses(Message message) {
    int count = 0;
    for (StockMessages stock : List.of(StockMessages.NEWEST, StockMessages.OLD)) {
      Range valid = Range.of(schema(stock, message).get("validVersions"));
      count +=
          IntStream.rangeClosed(valid.first(), valid.last())
              .filter(version -> known(message, version))
              .map(
                  version ->
                      StockRoundTripTest.roundTrips(
                          stock, message.name(), (short) version, message.type()))
              .sum();
    }
    assertEquals(message.exchanged() * StockRoundTripTest.MESSAGES_PER_VERSION, count);
  }

  private static Map<String, Object> schema(StockMessages stock, Message message) {
    Map<String, Object> schema = stock.schema(message.name());
    if (schema == null) {
      throw new AssertionError("no schema of " + message.name());
    }
    return schema;
  }

  private static boolean known(Message message, int version) {
    Versions ours = versions(message);
    return version >= ours.first() && version <= ours.last();
  }

  private static Versions versions(Message message) {
    return Objects.requireNonNull(message.type().getAnnotation(Versions.class));
  }
}
