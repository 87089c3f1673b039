package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.ReadBurst;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.ActiveProducer;
import io.castellan.server.kafka.log.LogConfig;
import io.castellan.server.kafka.log.LogView;
import io.castellan.server.lane.Lane;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A partition as everybody but its lane sees it: what is published, and ways to put work into the
 * lane's queue. Any thread.
 *
 * <p>Work for one partition is done in the order in which one thread gave it.
 */
public final class PartitionProxy implements FetchSource {
  private final Partition partition;

  PartitionProxy(Partition partition) {
    this.partition = partition;
  }

  Partition partition() {
    return partition;
  }

  /** Which partition. */
  public TopicPartition topicPartition() {
    return partition.topicPartition();
  }

  /**
   * What this broker is for it now. Sampled before the view: a view is always at least as new as
   * the role before it.
   */
  public PartitionRole role() {
    return partition.role();
  }

  /** The log as it is now. */
  public LogView view() {
    return partition.view();
  }

  /** The topic's id; null when the topic has none. */
  public @Nullable Uuid topicId() {
    return partition.topicId();
  }

  /** The one of {@code log.dirs} that the log lies in. */
  public Path logDirectory() {
    return partition.logDirectory();
  }

  /** The topic's settings. */
  public LogConfig config() {
    return partition.config();
  }

  @Override
  public Lane lane() {
    return partition.lane();
  }

  @Override
  public long readableBytes() {
    return partition.readableBytes();
  }

  @Override
  public long lastStableOffset() {
    return partition.view().lastStableOffset();
  }

  @Override
  public void onWait(FetchWait wait) {
    partition.onWait(wait);
  }

  /** Append records. */
  public void append(Append append) {
    partition.lane().execute(() -> partition.onAppend(append));
  }

  /**
   * Append records of a client. On the event loop of its connection.
   *
   * @param burst what the request came with, and the lane gets together with it
   */
  public void append(Append append, ReadBurst burst) {
    burst.execute(
        partition.lane(), () -> partition.onAppend(append), partition.appendsWithoutWaiting());
  }

  /**
   * Delete the records before an offset (KIP-107).
   *
   * @param beforeOffset the first to keep; -1 for the high watermark
   * @param whenDone told, on the lane, the outcome and the log's new start, -1 on an error
   */
  public void deleteRecords(long beforeOffset, BiConsumer<ErrorCode, Long> whenDone) {
    partition.lane().execute(() -> partition.onDeleteRecords(beforeOffset, whenDone));
  }

  /**
   * List the producers that the log remembers.
   *
   * @param whenDone told, on the lane, the outcome and the producers, none on an error
   */
  public void describeProducers(BiConsumer<ErrorCode, List<ActiveProducer>> whenDone) {
    partition.lane().execute(() -> partition.onDescribeProducers(whenDone));
  }

  /** Go by changed settings of the topic. */
  void updateConfig(LogConfig config) {
    partition.lane().execute(() -> partition.onConfig(config));
  }
}
