package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.DescribeProducers;
import io.castellan.kafka.protocol.message.DescribeProducers.Response.PartitionResponse;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.log.ActiveProducer;
import io.castellan.server.kafka.partition.PartitionTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the producers that partitions remember, with their open transactions (KIP-664): what {@code
 * kafka-transactions.sh find-hanging} goes by.
 *
 * <p>Version 0. Only the leader of a partition answers for it.
 */
public final class DescribeProducersHandler
    implements Handler<DescribeProducers.Request, DescribeProducers.Response> {
  private final PartitionLookup partitions;

  /**
   * @param table the partitions served here
   * @param cluster for those that are not
   */
  public DescribeProducersHandler(PartitionTable table, ClusterLookup cluster) {
    this.partitions = new PartitionLookup(table, cluster);
  }

  @Override
  public ApiKey api() {
    return ApiKey.DESCRIBE_PRODUCERS;
  }

  @Override
  public Class<DescribeProducers.Request> requestType() {
    return DescribeProducers.Request.class;
  }

  @Override
  public Class<DescribeProducers.Response> responseType() {
    return DescribeProducers.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      DescribeProducers.Request request,
      Answer<DescribeProducers.Response> answer) {
    int count = request.topics().stream().mapToInt(topic -> topic.partitionIndexes().size()).sum();
    Outcomes<PartitionResponse> outcomes =
        new Outcomes<>(count, all -> answer.send(response(request, all)));
    int part = 0;
    for (DescribeProducers.Request.TopicRequest topic : request.topics()) {
      for (int partition : topic.partitionIndexes()) {
        describe(topic.name(), partition, outcomes, part++);
      }
    }
  }

  private void describe(
      String topic, int partition, Outcomes<PartitionResponse> outcomes, int part) {
    PartitionLookup.Found found = partitions.leading(topic, partition);
    if (found.partition() == null) {
      outcomes.set(part, answerOf(partition, found.error(), List.of()));
      return;
    }
    found
        .partition()
        .describeProducers(
            (error, producers) -> outcomes.set(part, answerOf(partition, error, producers)));
  }

  private static PartitionResponse answerOf(
      int partition, ErrorCode error, List<ActiveProducer> producers) {
    return new PartitionResponse(
        partition,
        error.code(),
        null,
        producers.stream()
            .map(
                producer ->
                    new DescribeProducers.Response.ProducerState(
                        producer.producerId(),
                        producer.epoch(),
                        producer.lastSequence(),
                        producer.lastTimestamp(),
                        producer.coordinatorEpoch(),
                        producer.txnFirstOffset()))
            .toList());
  }

  private static DescribeProducers.Response response(
      DescribeProducers.Request request, List<PartitionResponse> all) {
    List<DescribeProducers.Response.TopicResponse> topics = new ArrayList<>();
    int from = 0;
    for (DescribeProducers.Request.TopicRequest topic : request.topics()) {
      int until = from + topic.partitionIndexes().size();
      topics.add(
          new DescribeProducers.Response.TopicResponse(
              topic.name(), List.copyOf(all.subList(from, until))));
      from = until;
    }
    return new DescribeProducers.Response(0, topics);
  }
}
