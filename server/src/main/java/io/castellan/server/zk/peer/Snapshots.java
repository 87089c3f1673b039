package io.castellan.server.zk.peer;

import io.castellan.server.lane.Lane;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.metrics.StoreMetrics;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /**
   * @param lane where they are written
   */
  public Snapshots(Lane lane, SnapshotWriter writer, StoreMetrics metrics) {
    this.lane = lane;
    this.writer = writer;
    this.metrics = metrics;
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
            long startNanos = lane.clock().nanoTime();
            writer.write(image);
            long tookMs = (lane.clock().nanoTime() - startNanos) / 1_000_000;
            metrics.onSnapshotWritten(tookMs);
            log.info(
                "snapshot written zxid=0x{} nodes={} ms={}",
                hex(image),
                image.tree().count(),
                tookMs);
          } catch (StorageException e) {
            log.error("snapshot failed zxid=0x{}", hex(image), e);
          } finally {
            busy.set(false);
          }
        });
  }

  private static String hex(SnapshotImage image) {
    return Long.toHexString(image.zxid());
  }
}
