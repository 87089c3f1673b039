package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.partition.PartitionTable;
import java.util.List;

/**
 * Reads batches from the partitions that this broker leads, and waits for them when there are too
 * few.
 *
 * <p>Versions 4 to 18. The answer holds whole batches by reference to their files; the last of a
 * partition may be cut short by the limits. The first partition with data answers at least one
 * whole batch, however large (KIP-74).
 *
 * <ul>
 *   <li>4: read_committed, with the aborted transactions. 7: sessions (KIP-227), see below. 9:
 *       epoch of the leader (KIP-320). 10: zstd. 12: divergence of logs (KIP-595). 13: topics by
 *       id. 16: where a new leader is reached (KIP-951).
 *   <li>No session is ever opened: the answer carries session 0, as stock's does when its cache is
 *       full, and clients go on with full fetches.
 * </ul>
 */
public final class FetchHandler implements Handler<Fetch.Request, Fetch.Response> {
  private static final int NO_SESSION = 0;

  /** KIP-227: epochs of a fetch that names all of its partitions, whatever session it closes. */
  private static final int FULL_AND_OPEN = 0;

  private static final int FULL_AND_CLOSE = -1;

  private final PartitionLookup partitions;
  private final int maxBytes;

  /**
   * @param table the partitions served here
   * @param cluster for those that are not
   * @param maxBytes {@code fetch.max.bytes}: the most that one answer holds, beyond its first batch
   */
  public FetchHandler(PartitionTable table, ClusterLookup cluster, int maxBytes) {
    this.partitions = new PartitionLookup(table, cluster);
    this.maxBytes = maxBytes;
  }

  @Override
  public ApiKey api() {
    return ApiKey.FETCH;
  }

  @Override
  public Class<Fetch.Request> requestType() {
    return Fetch.Request.class;
  }

  @Override
  public Class<Fetch.Response> responseType() {
    return Fetch.Response.class;
  }

  @Override
  public void handle(RequestContext context, Fetch.Request request, Answer<Fetch.Response> answer) {
    if (request.sessionEpoch() != FULL_AND_OPEN && request.sessionEpoch() != FULL_AND_CLOSE) {
      // It goes on with a session that is not known here; the client starts over with a full fetch.
      answer.send(
          new Fetch.Response(
              0, ErrorCode.FETCH_SESSION_ID_NOT_FOUND.code(), NO_SESSION, List.of(), List.of()));
      return;
    }
    new FetchInFlight(partitions, context, request, answer, maxBytes).start();
  }
}
