package io.castellan.kafka.protocol.schema;

import com.sun.management.ThreadMXBean;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.kafka.protocol.message.Metadata;
import io.castellan.kafka.protocol.message.OffsetCommit;
import io.castellan.kafka.protocol.message.Produce;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/**
 * How our codecs compare with the stock generated classes: the thread's processor time and the
 * bytes that it allocates per message, reading and writing. A program, not a test: {@code
 * CodecBenchmark}. Ours are used as the server uses them, through {@link Codecs}, so they are
 * interpreted first and compiled when they are hot; the best of the rounds counts.
 *
 * <p>Both read from and write to a buffer that is there already: stock's from heap buffers, ours
 * from direct ones, as they come from and go to a socket.
 */
final class CodecBenchmark {
  private static final int ROUNDS = 12;
  private static final long ROUND_NANOS = 150_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Codecs codecs = Codecs.compiling(Runnable::run, Codecs.HOT_AFTER);
  private long sink;
  private @Nullable Object kept;

  private CodecBenchmark() {}

  public static void main(String[] args) {
    CodecBenchmark benchmark = new CodecBenchmark();
    System.out.printf(
        Locale.ROOT,
        "%-34s %10s %10s %6s   %10s %10s %6s%n",
        "",
        "stock ns",
        "ours ns",
        "ratio",
        "stock B",
        "ours B",
        "ratio");
    benchmark.compare(
        "Metadata answer, 1000 partitions",
        12,
        metadata(),
        MetadataResponseData::new,
        Metadata.Response.class);
    benchmark.compare(
        "Produce request, 1 partition",
        9,
        produce(),
        ProduceRequestData::new,
        Produce.Request.class);
    benchmark.compare(
        "Fetch answer, 20 partitions",
        12,
        fetchResponse(),
        FetchResponseData::new,
        Fetch.Response.class);
    benchmark.compare(
        "Fetch request, 200 partitions",
        12,
        fetchRequest(),
        FetchRequestData::new,
        Fetch.Request.class);
    benchmark.compare(
        "OffsetCommit, 50 partitions",
        8,
        offsetCommit(),
        OffsetCommitRequestData::new,
        OffsetCommit.Request.class);
    if (benchmark.sink == 42 || benchmark.kept == null) {
      System.out.println(); // so that nothing above can be left out
    }
  }

  private <T extends Record> void compare(
      String what, int version, Message stock, Supplier<? extends Message> empty, Class<T> type) {
    short v = (short) version;
    ObjectSerializationCache cache = new ObjectSerializationCache();
    ByteBuffer bytes = ByteBuffer.allocate(stock.size(cache, v));
    stock.write(new ByteBufferAccessor(bytes), cache, v);
    bytes.flip();
    ByteBuf direct = Unpooled.directBuffer().writeBytes(bytes.duplicate());
    ByteBuf out = Unpooled.directBuffer(direct.readableBytes() * 2);
    ByteBuffer stockOut = ByteBuffer.allocate(bytes.remaining());
    Codec<T> codec = codecs.of(type, version);
    T ours = codec.read(new WireReader(direct.duplicate()));

    Cost stockReads =
        best(
            () -> {
              Message read = empty.get();
              read.read(new ByteBufferAccessor(bytes.duplicate()), v);
              kept = read;
            });
    Cost ourReads =
        best(
            () -> {
              T read = codec.read(new WireReader(direct.duplicate()));
              kept = read;
            });
    Cost stockWrites =
        best(
            () -> {
              ObjectSerializationCache sizes = new ObjectSerializationCache();
              sink += stock.size(sizes, v);
              stock.write(new ByteBufferAccessor(stockOut.clear()), sizes, v);
            });
    Cost ourWrites =
        best(
            () -> {
              codec.write(ours, new WireWriter(out.clear()));
              sink += out.writerIndex();
            });
    print(what + ", read", stockReads, ourReads);
    print(what + ", write", stockWrites, ourWrites);
    direct.release();
    out.release();
  }

  private record Cost(double nanos, double bytes) {}

  private static Cost best(Runnable once) {
    double nanos = Double.MAX_VALUE;
    double allocated = Double.MAX_VALUE;
    for (int i = 0; i < 20_000; i++) {
      once.run();
    }
    for (int round = 0; round < ROUNDS; round++) {
      long thread = Thread.currentThread().getId();
      long bytesBefore = THREADS.getThreadAllocatedBytes(thread);
      long before = THREADS.getCurrentThreadCpuTime();
      long until = System.nanoTime() + ROUND_NANOS;
      int count = 0;
      while (System.nanoTime() < until) {
        for (int i = 0; i < 20; i++) {
          once.run();
        }
        count += 20;
      }
      nanos = Math.min(nanos, (double) (THREADS.getCurrentThreadCpuTime() - before) / count);
      allocated =
          Math.min(
              allocated, (double) (THREADS.getThreadAllocatedBytes(thread) - bytesBefore) / count);
    }
    return new Cost(nanos, allocated);
  }

  private static void print(String what, Cost stock, Cost ours) {
    System.out.printf(
        Locale.ROOT,
        "%-40s %,10.0f %,10.0f %6.2f   %,10.0f %,10.0f %6.2f%n",
        what,
        stock.nanos,
        ours.nanos,
        ours.nanos / stock.nanos,
        stock.bytes,
        ours.bytes,
        ours.bytes / Math.max(1, stock.bytes));
  }

  private static MetadataResponseData metadata() {
    MetadataResponseData data =
        new MetadataResponseData().setClusterId("cluster-1").setControllerId(1);
    for (int broker = 0; broker < 3; broker++) {
      data.brokers()
          .add(
              new MetadataResponseData.MetadataResponseBroker()
                  .setNodeId(broker)
                  .setHost("broker-" + broker + ".example.net")
                  .setPort(9092));
    }
    for (int topic = 0; topic < 20; topic++) {
      List<MetadataResponseData.MetadataResponsePartition> partitions = new ArrayList<>();
      for (int partition = 0; partition < 50; partition++) {
        partitions.add(
            new MetadataResponseData.MetadataResponsePartition()
                .setPartitionIndex(partition)
                .setLeaderId(partition % 3)
                .setLeaderEpoch(7)
                .setReplicaNodes(List.of(0, 1, 2))
                .setIsrNodes(List.of(0, 1, 2)));
      }
      data.topics()
          .add(
              new MetadataResponseData.MetadataResponseTopic()
                  .setName("topic-" + topic)
                  .setTopicId(Uuid.randomUuid())
                  .setPartitions(partitions));
    }
    return data;
  }

  private static ProduceRequestData produce() {
    ProduceRequestData data = new ProduceRequestData().setAcks((short) 1).setTimeoutMs(30_000);
    data.topicData()
        .add(
            new ProduceRequestData.TopicProduceData()
                .setName("orders")
                .setPartitionData(
                    List.of(
                        new ProduceRequestData.PartitionProduceData()
                            .setIndex(3)
                            .setRecords(records()))));
    return data;
  }

  private static MemoryRecords records() {
    return MemoryRecords.readableRecords(ByteBuffer.allocate(200));
  }

  private static FetchResponseData fetchResponse() {
    FetchResponseData data = new FetchResponseData();
    FetchResponseData.FetchableTopicResponse topic =
        new FetchResponseData.FetchableTopicResponse().setTopic("orders");
    for (int partition = 0; partition < 20; partition++) {
      topic
          .partitions()
          .add(
              new FetchResponseData.PartitionData()
                  .setPartitionIndex(partition)
                  .setHighWatermark(1_000)
                  .setLastStableOffset(1_000)
                  .setLogStartOffset(0)
                  .setAbortedTransactions(List.of())
                  .setRecords(records()));
    }
    data.responses().add(topic);
    return data;
  }

  private static FetchRequestData fetchRequest() {
    FetchRequestData data = new FetchRequestData().setMaxWaitMs(500).setMinBytes(1).setRackId("");
    for (int t = 0; t < 10; t++) {
      FetchRequestData.FetchTopic topic = new FetchRequestData.FetchTopic().setTopic("topic-" + t);
      for (int partition = 0; partition < 20; partition++) {
        topic
            .partitions()
            .add(
                new FetchRequestData.FetchPartition()
                    .setPartition(partition)
                    .setCurrentLeaderEpoch(5)
                    .setFetchOffset(123_456)
                    .setPartitionMaxBytes(1 << 20));
      }
      data.topics().add(topic);
    }
    return data;
  }

  private static OffsetCommitRequestData offsetCommit() {
    OffsetCommitRequestData data =
        new OffsetCommitRequestData().setGroupId("group-1").setMemberId("member-1");
    OffsetCommitRequestData.OffsetCommitRequestTopic topic =
        new OffsetCommitRequestData.OffsetCommitRequestTopic().setName("orders");
    for (int partition = 0; partition < 50; partition++) {
      topic
          .partitions()
          .add(
              new OffsetCommitRequestData.OffsetCommitRequestPartition()
                  .setPartitionIndex(partition)
                  .setCommittedOffset(99)
                  .setCommittedMetadata(""));
    }
    data.topics().add(topic);
    return data;
  }
}
