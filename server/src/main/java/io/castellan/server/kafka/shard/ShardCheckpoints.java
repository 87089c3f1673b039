package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.derived.DerivedStore;
import io.castellan.server.derived.DerivedStores;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of an internal topic's partitions, in one file beside the data. The file is made
 * when the first log is long enough to be worth one. A checkpoint that fails is given up with a
 * warning, and everything is read from the logs. Used by one thread.
 */
public final class ShardCheckpoints implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShardCheckpoints.class);

  private final String topic;
  private final Path file;
  private final ShardLog shardLog;
  private @Nullable DerivedStore store;
  private volatile boolean closed;

  /**
   * @param file need not exist
   * @param shardLog the partitions
   */
  public ShardCheckpoints(String topic, Path file, ShardLog shardLog) {
    this.topic = topic;
    this.file = file;
    this.shardLog = shardLog;
  }

  /**
   * Hands a checkpoint over, if there is one of this log.
   *
   * @return the offset from which the log must be read; 0 when nothing was handed over; -1 when it
   *     failed half-way, so that the sink must be thrown away
   */
  long restore(int partition, RecordSink sink) {
    if (closed || (store == null && !DerivedStores.exists(file))) {
      return 0;
    }
    try {
      return of(partition).restore(sink);
    } catch (RuntimeException | LinkageError e) { // MapDB says by an Error that it is closed
      giveUp(e);
      return -1;
    }
  }

  /** Brings a checkpoint up to date. */
  void advance(int partition) {
    if (closed) {
      return;
    }
    long startNanos = System.nanoTime();
    try {
      ShardCheckpoint checkpoint = of(partition);
      long before = checkpoint.offset();
      ErrorCode error = checkpoint.advance();
      log.debug(
          "checkpoint topic={} partition={} from={} to={} error={} ms={}",
          topic,
          partition,
          before,
          checkpoint.offset(),
          error,
          (System.nanoTime() - startNanos) / 1_000_000);
    } catch (RuntimeException | LinkageError e) {
      giveUp(e);
    }
  }

  private ShardCheckpoint of(int partition) {
    DerivedStore open = store;
    if (open == null) {
      open = DerivedStores.open(file);
      store = open;
    }
    return new ShardCheckpoint(topic, partition, shardLog, open, () -> closed);
  }

  /** Ends what is being read; before the thread that reads is closed. From any thread. */
  public void stop() {
    closed = true;
  }

  private void giveUp(Throwable e) {
    if (closed) {
      return; // what is cut short is read again after the next start
    }
    log.warn(
        "{} cannot be used: until the next start, coordinators of {} are loaded from their logs",
        file,
        topic,
        e);
    close();
  }

  @Override
  public void close() {
    closed = true;
    DerivedStore open = store;
    store = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException e) {
        log.warn("{} was not closed", file, e);
      }
    }
  }
}
