package io.castellan.server.zk.peer;

import io.castellan.server.lane.Lane;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.metrics.StoreMetrics;
import io.castellan.server.zk.tree.SnapshotImage;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has snapshots written, one at a time, on a lane of their own. {@link #take} is for any thread.
 */
public final class Snapshots {
  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

  private final Lane lane;
  private final SnapshotWriter writer;
  private final StoreMetrics metrics;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile @Nullable Written last;

  /**
   * A snapshot that was written.
   *
   * @param zxid of the last transaction in it
   * @param atSeconds when it was complete, seconds since 1970
   */
  public record Written(long zxid, long atSeconds) {}

  /**
   * @param lane where they are written
   */
  public Snapshots(Lane lane, SnapshotWriter writer, StoreMetrics metrics) {
    this.lane = lane;
    this.writer = writer;
    this.metrics = metrics;
  }

  /** The last one that was written, or null while there is none. */
  public @Nullable Written last() {
    return last;
  }

  /**
   * Write a snapshot, unless one is being written.
   *
   * <p>One that fails is told of and left: nothing is lost, for the log has everything, and the
   * next one may succeed. A disk that is full for good stops the log, loudly, soon after.
   */
  public void take(SnapshotImage image) {
    if (!busy.compareAndSet(false, true)) {
      log.warn("snapshot skipped, the last one is still being written zxid=0x{}", hex(image));
      return;
    }
    lane.execute(
        () -> {
          try {
            write(image, writer);
          } finally {
            busy.set(false);
          }
        });
  }

  /** Hears where a snapshot lies. */
  @FunctionalInterface
  public interface Listener {
    /**
     * It is written, or could not be.
     *
     * @param file where it lies, or null
     */
    void onWritten(long zxid, @Nullable Path file);
  }

  /**
   * Write a snapshot, after those that are being written.
   *
   * @param how writes it
   * @param listener told on the snapshot lane
   */
  public void takeAndTell(SnapshotImage image, SnapshotWriter how, Listener listener) {
    lane.execute(() -> listener.onWritten(image.zxid(), write(image, how)));
  }

  private @Nullable Path write(SnapshotImage image, SnapshotWriter how) {
    try {
      long startNanos = lane.clock().nanoTime();
      Path file = how.write(image);
      long tookMs = (lane.clock().nanoTime() - startNanos) / 1_000_000;
      metrics.onSnapshotWritten(tookMs);
      last = new Written(image.zxid(), lane.clock().wallClockMs() / 1000);
      log.info(
          "snapshot written zxid=0x{} nodes={} ms={}", hex(image), image.tree().count(), tookMs);
      return file;
    } catch (StorageException e) {
      log.error("snapshot failed zxid=0x{}", hex(image), e);
      return null;
    }
  }

  private static String hex(SnapshotImage image) {
    return Long.toHexString(image.zxid());
  }
}
