package io.castellan.server.kafka.partition;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.DeletionQueue;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.kafka.log.LogView;
import io.castellan.server.kafka.log.PartitionLog;
import io.castellan.server.lane.Lane;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One log on its way to another log directory (KIP-113). Its copy, the future log, belongs to the
 * mover's lane while it catches up and to the partition's lane for the moment in which it takes the
 * log's place; whoever hands it over says so in {@link #hand}.
 */
public final class LogMove {
  private final Partition partition;
  private final LogDirectory target;
  private final @Nullable Path leftover;
  private final DeletionQueue deletions = new DeletionQueue();
  private volatile Lane owner;
  private volatile boolean cancelled;
  private volatile @Nullable PartitionLog future;

  /** How often the log had been cut when the copy was last known to agree with it. */
  private int truncations;

  /**
   * @param leftover the directory of a copy that an earlier process has begun; null for a new one
   */
  LogMove(Partition partition, LogDirectory target, @Nullable Path leftover, Lane owner) {
    this.partition = partition;
    this.target = target;
    this.leftover = leftover;
    this.owner = owner;
  }

  Partition partition() {
    return partition;
  }

  /** Whose log it is. */
  public TopicPartition topicPartition() {
    return partition.topicPartition();
  }

  LogDirectory target() {
    return target;
  }

  /** The one of {@code log.dirs} that the log goes to. Any thread. */
  public Path targetDirectory() {
    return target.path();
  }

  /** Of the copy, which nobody reads: they need not wait. */
  DeletionQueue deletions() {
    return deletions;
  }

  @Nullable Path leftover() {
    return leftover;
  }

  /** The copy as it is now; null while it is being opened. Any thread. */
  public @Nullable LogView view() {
    PartitionLog opened = future;
    return opened == null ? null : opened.view();
  }

  @Nullable PartitionLog future() {
    return future;
  }

  void opened(PartitionLog log) {
    future = log;
  }

  /** By the present owner: the copy is another lane's from now on. */
  void hand(Lane next) {
    owner = next;
  }

  boolean ownedBy(Lane lane) {
    return owner == lane;
  }

  void assertOwner() {
    owner.assertOwner();
  }

  /** The copy is not wanted any more. Any thread. */
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  int truncations() {
    return truncations;
  }

  void agreesSince(int sourceTruncations) {
    truncations = sourceTruncations;
  }
}
