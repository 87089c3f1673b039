package io.castellan.server.kafka.broker;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.Metadata;
import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.ApiTable;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.KafkaListener;
import io.castellan.server.kafka.Reception;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.fetch.FetchSessions;
import io.castellan.server.kafka.handler.ApiVersionsHandler;
import io.castellan.server.kafka.handler.ClusterLookup;
import io.castellan.server.kafka.handler.DeleteRecordsHandler;
import io.castellan.server.kafka.handler.DescribeLogDirsHandler;
import io.castellan.server.kafka.handler.DescribeProducersHandler;
import io.castellan.server.kafka.handler.FetchHandler;
import io.castellan.server.kafka.handler.InitProducerIdHandler;
import io.castellan.server.kafka.handler.ListOffsetsHandler;
import io.castellan.server.kafka.handler.OffsetForLeaderEpochHandler;
import io.castellan.server.kafka.handler.ProduceHandler;
import io.castellan.server.kafka.handler.Traffic;
import io.castellan.server.kafka.handler.WriteTxnMarkersHandler;
import io.castellan.server.kafka.log.AppendOrigin;
import io.castellan.server.kafka.log.AppendResult;
import io.castellan.server.kafka.log.TopicLogs;
import io.castellan.server.kafka.partition.Append;
import io.castellan.server.kafka.partition.LeaderAndIsr;
import io.castellan.server.kafka.partition.LogDirectories;
import io.castellan.server.kafka.partition.LogMover;
import io.castellan.server.kafka.partition.PartitionProxy;
import io.castellan.server.kafka.partition.Partitions;
import io.castellan.server.kafka.txn.ProducerIdBlock;
import io.castellan.server.kafka.txn.ProducerIds;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.LaneGroup;
import io.castellan.server.net.Listener;
import io.castellan.server.net.Transport;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A broker without ZooKeeper: its data path, and a Metadata answer that names the topics it was
 * told of.
 */
final class DataPath implements AutoCloseable {
  static final int BROKER = 5;

  private final AtomicReference<@Nullable Throwable> laneFailure = new AtomicReference<>();
  private final LogDirectories directories;
  private final Transport transport;
  private final Partitions partitions;
  private final KafkaListener listener;
  private final Lane idLane;
  private final Lane readLane;
  private final Map<String, Integer> topics = new TreeMap<>();

  DataPath(Path dir) throws Exception {
    this(dir, Reception.unlimited());
  }

  DataPath(Path dir, Reception reception) throws Exception {
    directories = LogDirectories.open(List.of(dir));
    transport = Transport.open("test-kafka", 2);
    LaneGroup lanes =
        new LaneGroup("test-storage", 2, 1000, Clock.SYSTEM, (l, e) -> laneFailure.set(e));
    partitions =
        new Partitions(
            new Partitions.Settings(
                BROKER, 1, TopicLogs.DEFAULTS, (topic, own) -> TopicLogs.with(own)),
            directories,
            lanes,
            Clock.SYSTEM);
    partitions.start();
    idLane = new Lane("test-ids", 1000, Clock.SYSTEM, (l, e) -> laneFailure.set(e));
    idLane.start();
    ApiTable table = new ApiTable();
    listener =
        KafkaListener.bind(
            new KafkaListener.Settings(
                "PLAINTEXT",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Listener.Settings.DEFAULT,
                100 << 20,
                0),
            transport,
            table,
            Codecs.compiling(idLane, 50),
            reception);
    Traffic traffic = new Traffic();
    ClusterLookup cluster = new NoCluster();
    table.serve(new ApiVersionsHandler(table, BROKER, "test-cluster"));
    table.serve(new FixedMetadata());
    table.serve(new ProduceHandler(partitions.table(), cluster, traffic));
    readLane = new Lane("test-reads", 1000, Clock.SYSTEM, (l, e) -> laneFailure.set(e));
    readLane.start();
    table.serve(
        new FetchHandler(
            partitions.table(),
            cluster,
            new FetchSessions(100, Clock.SYSTEM),
            readLane,
            50 << 20,
            traffic));
    table.serve(new ListOffsetsHandler(partitions.table(), cluster, readLane));
    table.serve(new OffsetForLeaderEpochHandler(partitions.table(), cluster));
    table.serve(new DeleteRecordsHandler(partitions.table(), cluster));
    table.serve(new DescribeProducersHandler(partitions.table(), cluster));
    table.serve(
        new WriteTxnMarkersHandler(
            partitions.table(),
            cluster,
            Clock.SYSTEM,
            1000,
            (topic, partition, producerId, offset, committed) -> {}));
    table.serve(
        new DescribeLogDirsHandler(
            partitions.table(), directories, new LogMover(partitions, readLane), readLane));
    table.serve(
        new InitProducerIdHandler(
            new ProducerIds(
                idLane::execute, done -> done.accept(new ProducerIdBlock(4000, 4999)))));
    listener.accept();
  }

  InetSocketAddress address() {
    return listener.address();
  }

  String bootstrap() {
    return "127.0.0.1:" + address().getPort();
  }

  /** Append to a partition as the coordinator of transactions does; returns the first offset. */
  long appendAsCoordinator(String topic, ByteBuf records) throws Exception {
    CompletableFuture<AppendResult> done = new CompletableFuture<>();
    Objects.requireNonNull(partitions.table().find(topic, 0), topic)
        .append(new Append(records, AppendOrigin.COORDINATOR, (short) 1, 1000, done::complete));
    AppendResult result = done.get(10, TimeUnit.SECONDS);
    records.release();
    if (!result.isAppended()) {
      throw new AssertionError(result);
    }
    return result.firstOffset();
  }

  /** Make a topic that this broker leads. */
  void createTopic(String name, int count, Map<String, String> config) throws Exception {
    for (int p = 0; p < count; p++) {
      ErrorCode error =
          partitions
              .becomeLeaderOrFollower(
                  new LeaderAndIsr(
                      new TopicPartition(name, p),
                      idOf(name),
                      BROKER,
                      0,
                      List.of(BROKER),
                      List.of(BROKER),
                      0,
                      true,
                      config))
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      if (error != ErrorCode.NONE) {
        throw new AssertionError(name + "-" + p + ": " + error);
      }
    }
    synchronized (topics) {
      topics.put(name, count);
    }
  }

  /** A partition that this broker leads. */
  PartitionProxy partition(String topic, int partition) {
    return Objects.requireNonNull(partitions.table().find(topic, partition));
  }

  static Uuid idOf(String topic) {
    return new Uuid(77, topic.hashCode());
  }

  @Override
  public void close() {
    listener.close();
    partitions.close();
    idLane.close();
    readLane.close();
    transport.close();
    directories.close();
    Throwable broken = laneFailure.get();
    if (broken != null) {
      throw new AssertionError("a lane failed", broken);
    }
  }

  /** Nobody else is there. */
  private static final class NoCluster implements ClusterLookup {
    @Override
    public @Nullable String topicName(Uuid topicId) {
      return null;
    }

    @Override
    public boolean exists(String topic, int partition) {
      return false;
    }

    @Override
    public @Nullable Leader leader(String topic, int partition, String listenerName) {
      return null;
    }
  }

  private final class FixedMetadata implements Handler<Metadata.Request, Metadata.Response> {
    @Override
    public ApiKey api() {
      return ApiKey.METADATA;
    }

    @Override
    public Class<Metadata.Request> requestType() {
      return Metadata.Request.class;
    }

    @Override
    public Class<Metadata.Response> responseType() {
      return Metadata.Response.class;
    }

    @Override
    public void handle(
        RequestContext context, Metadata.Request request, Answer<Metadata.Response> answer) {
      List<Metadata.Response.Topic> known = new ArrayList<>();
      synchronized (topics) {
        topics.forEach(
            (name, count) -> {
              List<Metadata.Response.Partition> all = new ArrayList<>();
              for (int p = 0; p < count; p++) {
                all.add(
                    new Metadata.Response.Partition(
                        (short) 0, p, BROKER, 0, List.of(BROKER), List.of(BROKER), List.of()));
              }
              known.add(
                  new Metadata.Response.Topic(
                      (short) 0, name, idOf(name), false, all, Integer.MIN_VALUE));
            });
      }
      answer.send(
          new Metadata.Response(
              0,
              List.of(new Metadata.Response.Broker(BROKER, "127.0.0.1", address().getPort(), null)),
              "test-cluster",
              BROKER,
              known,
              Integer.MIN_VALUE,
              (short) 0));
    }
  }
}
