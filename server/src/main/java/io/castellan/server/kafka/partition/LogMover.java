package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.kafka.log.PartitionLog;
import io.castellan.server.kafka.log.PartitionMetadata;
import io.castellan.server.lane.Lane;
import io.castellan.server.storage.StorageException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves logs from one of the {@code log.dirs} to another while they are being written and read
 * (KIP-113): a copy in {@code <partition>.<unique>-future} follows the log as a replica would, on a
 * lane that may wait for disks, all moves by turns. Once it has all of it, the partition's lane
 * holds still for the last few records and lets the copy take the log's place.
 *
 * <p>A kill leaves the copy, with which the move goes on when the partition is served again. A kill
 * between the two renames of the swap leaves two logs of the partition, alike to the last record;
 * {@link LogDirectories} keeps one of them at the next start.
 *
 * <p>Owned by its lane, but for what says otherwise.
 */
public final class LogMover implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogMover.class);
  private static final long RETRY_MS = 1000;

  private final Partitions partitions;
  private final Lane lane;
  private final LogCopier copier = new LogCopier();
  private final ConcurrentHashMap<TopicPartition, LogMove> moves = new ConcurrentHashMap<>();

  /**
   * @param lane the owner, which may be made to wait by disks; started
   */
  public LogMover(Partitions partitions, Lane lane) {
    this.partitions = partitions;
    this.lane = lane;
    partitions.onServed(this::resume);
    partitions.onDeleted(this::cancel);
  }

  /** The moves that are under way. Any thread. */
  public Collection<LogMove> moves() {
    return List.copyOf(moves.values());
  }

  /**
   * Have a partition's log lie in a directory. Any thread.
   *
   * @param directory as a client names it
   * @return {@code NONE} if it will be there, or is; {@code LOG_DIR_NOT_FOUND} if that is none of
   *     this broker's; {@code KAFKA_STORAGE_ERROR} if either directory has failed; {@code
   *     REPLICA_NOT_AVAILABLE} if the partition is not served here: should it be made here later,
   *     it will be in that directory
   */
  public ErrorCode move(TopicPartition topicPartition, String directory) {
    LogDirectories directories = partitions.directories();
    Path path = directories.configured(directory);
    if (path == null) {
      return ErrorCode.LOG_DIR_NOT_FOUND;
    }
    LogDirectory target = directories.online(path);
    if (target == null) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    PartitionProxy proxy = partitions.table().find(topicPartition);
    if (proxy == null) {
      directories.prefer(topicPartition, target);
      return ErrorCode.REPLICA_NOT_AVAILABLE;
    }
    Partition partition = proxy.partition();
    if (partition.isOffline()) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    LogMove present = moves.get(topicPartition);
    if (present != null && present.target() == target) {
      return ErrorCode.NONE;
    }
    cancel(topicPartition);
    if (!partition.logDirectory().equals(target.path())) {
      begin(new LogMove(partition, target, null, lane));
    }
    return ErrorCode.NONE;
  }

  /** A partition is served: if an earlier process had begun to move it, that goes on. */
  private void resume(Partition partition) {
    TopicPartition topicPartition = partition.topicPartition();
    LogDirectories.Future left = partitions.directories().takeFuture(topicPartition);
    if (left != null) {
      begin(new LogMove(partition, left.directory(), left.path(), lane));
    }
  }

  private void begin(LogMove move) {
    if (moves.putIfAbsent(move.topicPartition(), move) == null) {
      log.info(
          "log moving partition={} from={} to={}",
          move.topicPartition(),
          move.partition().logDirectory(),
          move.targetDirectory());
      lane.execute(() -> attempt(move, () -> open(move)));
    }
  }

  /** Give up a move, if there is one. Any thread. */
  public void cancel(TopicPartition topicPartition) {
    LogMove move = moves.remove(topicPartition);
    if (move != null) {
      move.cancel();
      log.info("log move given up partition={}", topicPartition);
    }
  }

  private void open(LogMove move) {
    Path leftover = move.leftover();
    if (leftover != null && move.partition().logDirectory().equals(move.targetDirectory())) {
      // It is there already: this is what a move has left that came to its end otherwise.
      move.cancel();
    }
    move.opened(
        move.target()
            .openFuture(
                move.topicPartition(),
                leftover,
                move.partition().config(),
                move.deletions(),
                move::assertOwner,
                lane.clock().wallClockMs()));
    copier.agree(move);
    step(move);
  }

  private void step(LogMove move) {
    if (move.isCancelled()) {
      discard(move);
      return;
    }
    if (copier.copySome(move, lane.clock().wallClockMs())) {
      lane.execute(() -> attempt(move, () -> step(move)));
      return;
    }
    PartitionLog future = future(move);
    future.flush();
    Uuid topicId = move.partition().topicId();
    if (topicId != null) {
      PartitionMetadata.write(future.directory(), topicId);
    }
    Lane theirs = move.partition().lane();
    move.hand(theirs);
    theirs.execute(() -> attempt(move, () -> swap(move)));
  }

  /** On the partition's lane: nothing is appended meanwhile. */
  private void swap(LogMove move) {
    Partition partition = move.partition();
    boolean gone = partition.isOffline() || partition.log().isClosed();
    if (gone) {
      move.cancel();
    }
    partition.commitAppends();
    if (move.isCancelled() || !copier.copyRest(move, partition.lane().clock().wallClockMs())) {
      move.hand(lane);
      lane.execute(() -> attempt(move, () -> step(move)));
      return;
    }
    partitions.replaceLog(partition, future(move), move.target());
    moves.remove(move.topicPartition(), move);
    log.info(
        "log moved partition={} to={} end={}",
        move.topicPartition(),
        move.targetDirectory(),
        partition.view().logEndOffset());
  }

  private static PartitionLog future(LogMove move) {
    PartitionLog future = move.future();
    if (future == null) {
      throw new IllegalStateException("copy of " + move.topicPartition() + " is not open");
    }
    return future;
  }

  /** The copy goes; whatever it holds is in the log. */
  private void discard(LogMove move) {
    PartitionLog future = move.future();
    if (future != null) {
      move.target().deleteNow(future);
    }
  }

  /** On the owner of the move: a disk that fails ends the move, a full one puts it off. */
  private void attempt(LogMove move, Runnable work) {
    try {
      work.run();
    } catch (StorageException failed) {
      onFailure(move, failed);
    }
  }

  private void onFailure(LogMove move, StorageException failed) {
    if (failed.isFull()) {
      log.warn("log move waits partition={} reason={}", move.topicPartition(), failed.getMessage());
      move.hand(lane);
      lane.execute(() -> lane.schedule(RETRY_MS, () -> attempt(move, () -> retry(move))));
      return;
    }
    moves.remove(move.topicPartition(), move);
    log.error("log move ended partition={}", move.topicPartition(), failed);
    PartitionLog future = move.future();
    if (future != null && !future.isClosed()) {
      move.hand(lane);
      lane.execute(future::abandon);
    }
    Path path = failed.path();
    if (failed.getCause() != null && path != null) {
      boolean ofTarget = path.startsWith(move.targetDirectory());
      LogDirectory broken = ofTarget ? move.target() : partitions.directoryOf(move.partition());
      if (broken != null) {
        partitions.onDiskFailure(broken, failed);
      }
    }
  }

  private void retry(LogMove move) {
    if (move.future() == null) {
      open(move);
    } else {
      step(move);
    }
  }

  /** Stop moving; what has been copied stays for the next start. Before the logs are closed. */
  @Override
  public void close() {
    CountDownLatch done = new CountDownLatch(1);
    lane.execute(
        () -> {
          for (LogMove move : moves.values()) {
            leave(move);
          }
          done.countDown();
        });
    try {
      if (!done.await(30, TimeUnit.SECONDS)) {
        log.warn("log moves not ended within 30 s: the next start recovers their copies");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void leave(LogMove move) {
    @Nullable PartitionLog future = move.future();
    try {
      if (future != null && move.ownedBy(lane)) {
        future.close();
      }
    } catch (StorageException failed) {
      log.warn("copy not closed partition={}", move.topicPartition(), failed);
    }
  }
}
