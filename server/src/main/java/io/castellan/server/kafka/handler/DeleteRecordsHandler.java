package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.DeleteRecords;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.partition.PartitionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Moves the start of partitions forward (KIP-107), and answers where each begins now.
 *
 * <p>Versions 0 to 2. Offset -1 stands for the high watermark. Topics that are not deleted from
 * ({@code cleanup.policy=compact}) answer {@code POLICY_VIOLATION}.
 */
public final class DeleteRecordsHandler
    implements Handler<DeleteRecords.Request, DeleteRecords.Response> {
  private final PartitionLookup partitions;

  /**
   * @param table the partitions served here
   * @param cluster for those that are not
   */
  public DeleteRecordsHandler(PartitionTable table, ClusterLookup cluster) {
    this.partitions = new PartitionLookup(table, cluster);
  }

  @Override
  public ApiKey api() {
    return ApiKey.DELETE_RECORDS;
  }

  @Override
  public Class<DeleteRecords.Request> requestType() {
    return DeleteRecords.Request.class;
  }

  @Override
  public Class<DeleteRecords.Response> responseType() {
    return DeleteRecords.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      DeleteRecords.Request request,
      Answer<DeleteRecords.Response> answer) {
    int topics = request.topics().size();
    DeleteRecords.Response.PartitionResult[][] results =
        new DeleteRecords.Response.PartitionResult[topics][];
    int count = 1;
    for (int t = 0; t < topics; t++) {
      results[t] =
          new DeleteRecords.Response.PartitionResult[request.topics().get(t).partitions().size()];
      count += results[t].length;
    }
    AtomicInteger pending = new AtomicInteger(count);
    Runnable oneDone =
        () -> {
          if (pending.decrementAndGet() == 0) {
            answer.send(response(request, results));
          }
        };
    for (int t = 0; t < topics; t++) {
      DeleteRecords.Request.Topic topic = request.topics().get(t);
      for (int p = 0; p < results[t].length; p++) {
        delete(topic.name(), topic.partitions().get(p), results[t], p, oneDone);
      }
    }
    oneDone.run();
  }

  private void delete(
      String topic,
      DeleteRecords.Request.Partition wanted,
      DeleteRecords.Response.PartitionResult[] results,
      int p,
      Runnable oneDone) {
    PartitionLookup.Found found = partitions.leading(topic, wanted.partitionIndex());
    if (found.partition() == null) {
      results[p] = result(wanted, -1, found.error());
      oneDone.run();
      return;
    }
    found
        .partition()
        .deleteRecords(
            wanted.offset(),
            (error, start) -> {
              results[p] = result(wanted, start, error);
              oneDone.run();
            });
  }

  private static DeleteRecords.Response.PartitionResult result(
      DeleteRecords.Request.Partition wanted, long lowWatermark, ErrorCode error) {
    return new DeleteRecords.Response.PartitionResult(
        wanted.partitionIndex(), lowWatermark, error.code());
  }

  private static DeleteRecords.Response response(
      DeleteRecords.Request request, DeleteRecords.Response.PartitionResult[][] results) {
    List<DeleteRecords.Response.TopicResult> topics = new ArrayList<>(results.length);
    for (int t = 0; t < results.length; t++) {
      topics.add(
          new DeleteRecords.Response.TopicResult(
              request.topics().get(t).name(), List.of(results[t])));
    }
    return new DeleteRecords.Response(0, topics);
  }
}
