package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.message.Produce;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.partition.PartitionTable;

/**
 * Appends record batches to the partitions that this broker leads.
 *
 * <p>Versions 0 to 13. acks=0 has no answer at all, and closes the connection when something went
 * wrong; acks=1 is answered when the leader's log has the records, acks=-1 when all replicas in
 * sync have them. One bad record fails its batch, and no other partition of the request.
 *
 * <ul>
 *   <li>0 to 2: records are of any format; those of formats 0 and 1 become one batch of format 2.
 *       3: records must be one batch of format 2, and may be transactional. 4: storage errors by
 *       their own code. 5: the log's start. 7: zstd. 8: errors per record. 10: a hint at the leader
 *       (KIP-951). 13: topics by id.
 *   <li>Transactional batches are refused with {@code INVALID_TXN_STATE}: no transaction can have
 *       registered the partition, since no transaction coordinator is served.
 * </ul>
 */
public final class ProduceHandler implements Handler<Produce.Request, Produce.Response> {
  private final PartitionLookup partitions;
  private final Traffic traffic;

  /**
   * @param table the partitions served here
   * @param cluster for those that are not
   * @param traffic counts
   */
  public ProduceHandler(PartitionTable table, ClusterLookup cluster, Traffic traffic) {
    this.traffic = traffic;
    this.partitions = new PartitionLookup(table, cluster);
  }

  @Override
  public ApiKey api() {
    return ApiKey.PRODUCE;
  }

  @Override
  public Class<Produce.Request> requestType() {
    return Produce.Request.class;
  }

  @Override
  public Class<Produce.Response> responseType() {
    return Produce.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, Produce.Request request, Answer<Produce.Response> answer) {
    new ProduceInFlight(partitions, traffic, context, request, answer).start();
  }
}
