package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * List transactions.
 *
 * <p>Key 66, versions 0 to 2, flexible since 0. Sent by administrative clients.
 */
public final class ListTransactions {

  private ListTransactions() {}

  /**
   * What is asked.
   *
   * @param stateFilters the states to list; empty for all
   * @param producerIdFilters the producers to list; empty for all
   * @param durationFilter list only what has run longer, in milliseconds; negative for all
   * @param transactionalIdPattern list only ids that match this regular expression; null for all
   */
  @Api(ApiKey.LIST_TRANSACTIONS)
  public record Request(
      List<String> stateFilters,
      List<Long> producerIdFilters,
      @Since(1) @Default("-1") long durationFilter,
      @Since(2) @Default("null") @Nullable String transactionalIdPattern) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param unknownStateFilters the states of the filter that do not exist
   * @param transactionStates one entry per transaction
   */
  @Api(ApiKey.LIST_TRANSACTIONS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      List<String> unknownStateFilters,
      List<TransactionState> transactionStates) {

    /**
     * A transaction and how it stands.
     *
     * @param transactionalId the id that the producer's transactions go by
     * @param producerId the producer's id, or -1
     * @param transactionState the state of the transaction, by name
     */
    public record TransactionState(
        String transactionalId, long producerId, String transactionState) {}
  }
}
