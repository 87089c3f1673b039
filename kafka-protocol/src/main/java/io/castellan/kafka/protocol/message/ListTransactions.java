package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ListTransactions, key 66, versions 0 to 2. */
public final class ListTransactions {
  private ListTransactions() {}

  /** What is asked. */
  @Api(ApiKey.LIST_TRANSACTIONS)
  public record Request(
      List<String> stateFilters,
      List<Long> producerIdFilters,
      @Since(1) @Default("-1") long durationFilter,
      @Since(2) @Default("null") @Nullable String transactionalIdPattern) {}

  /** What is answered. */
  @Api(ApiKey.LIST_TRANSACTIONS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      List<String> unknownStateFilters,
      List<TransactionState> transactionStates) {

    /** One transaction state of the response. */
    public record TransactionState(
        String transactionalId, long producerId, String transactionState) {}
  }
}
