package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.fetch.FetchScope;
import io.castellan.server.kafka.fetch.FetchSessions;
import io.castellan.server.kafka.partition.PartitionTable;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Reads batches from the partitions that this broker leads, and waits for them when there are too
 * few.
 *
 * <p>Versions 0 to 18. The answer holds whole batches by reference to their files; the last of a
 * partition may be cut short by the limits. The first partition with data answers at least one
 * whole batch, however large (KIP-74).
 *
 * <ul>
 *   <li>0 to 3: batches are rewritten in the newest format that the version knows, magic 0 up to 1
 *       and magic 1 up to 3, while they are sent, unless {@code message.downconversion.enable} is
 *       false, which is answered with {@code UNSUPPORTED_VERSION}. Up to 2 the limit of a partition
 *       holds for its first message too, which is cut short: the client asks again for more.
 *   <li>4: read_committed, with the aborted transactions. 7: sessions (KIP-227). 9: epoch of the
 *       leader (KIP-320). 10: zstd. 12: divergence of logs (KIP-595). 13: topics by id. 16: where a
 *       new leader is reached (KIP-951).
 *   <li>Differs from stock: where an old consumer's offset is followed by nothing but the ends of
 *       transactions, stock sends an entry that cannot be read, which some clients take for a
 *       message that is too large; here what follows is read, or waited for.
 * </ul>
 */
public final class FetchHandler implements Handler<Fetch.Request, Fetch.Response> {
  /** The first version whose topics are named by id. */
  static final int FIRST_WITH_TOPIC_IDS = 13;

  private final PartitionLookup partitions;
  private final FetchSessions sessions;
  private final Executor reads;
  private final int maxBytes;
  private final Traffic traffic;

  /**
   * @param table the partitions served here
   * @param cluster for those that are not
   * @param sessions those of the broker
   * @param reads runs what may wait for disks
   * @param maxBytes {@code fetch.max.bytes}: the most that one answer holds, beyond its first batch
   * @param traffic counts
   */
  public FetchHandler(
      PartitionTable table,
      ClusterLookup cluster,
      FetchSessions sessions,
      Executor reads,
      int maxBytes,
      Traffic traffic) {
    this.partitions = new PartitionLookup(table, cluster);
    this.sessions = sessions;
    this.reads = reads;
    this.maxBytes = maxBytes;
    this.traffic = traffic;
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
    FetchScope scope = sessions.open(request, context.version() >= FIRST_WITH_TOPIC_IDS);
    if (scope.error() != ErrorCode.NONE) {
      answer.send(failed(scope.error(), FetchSessions.NO_SESSION));
      return;
    }
    new FetchInFlight(partitions, context, request, scope, answer, reads, maxBytes, traffic)
        .start();
  }

  /** An answer that says only what is wrong with the session. */
  static Fetch.Response failed(ErrorCode error, int sessionId) {
    return new Fetch.Response(0, error.code(), sessionId, List.of(), List.of());
  }
}
