package io.castellan.server.kafka.partition;

import io.castellan.server.kafka.log.CleanerBench;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.LaneGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Compacts the logs whose topics ask for it ({@code cleanup.policy=compact}), filthiest first, on
 * lanes of its own that may wait for disks. A log's own lane is asked for no more than to put
 * finished segments in the place of old ones.
 *
 * <p>The first of the lanes also keeps the {@link CleanerBoard}.
 */
public final class Cleaner implements AutoCloseable {
  /**
   * How compaction is to be done.
   *
   * @param backoffMs how long to wait when no log needs it, {@code log.cleaner.backoff.ms}
   * @param share what each thread may use
   * @param bytesPerSecond how much all threads together may read and write, {@code
   *     log.cleaner.io.max.bytes.per.second}
   */
  public record Settings(long backoffMs, CleanerBench.Share share, double bytesPerSecond) {}

  private final Settings settings;
  private final Partitions partitions;
  private final LaneGroup lanes;
  private final Consumer<LogDirectory> onCleaned;
  private final Lane boardLane;
  private final CleanerBoard board;
  private final List<CleanerBrake> brakes = new ArrayList<>();
  private final LongAdder moved = new LongAdder();
  private final LongAdder runs = new LongAdder();
  private volatile int uncleanable;
  private volatile long lastRunMs;

  /**
   * @param lanes {@code log.cleaner.threads} of them, not started yet
   * @param onCleaned told, on any of the lanes, that a log of a directory has been compacted
   */
  public Cleaner(
      Settings settings, Partitions partitions, LaneGroup lanes, Consumer<LogDirectory> onCleaned) {
    this.settings = settings;
    this.partitions = partitions;
    this.lanes = lanes;
    this.onCleaned = onCleaned;
    this.boardLane = lanes.of(0);
    this.board = new CleanerBoard(boardLane, partitions.table());
  }

  /** Begin. */
  public void start() {
    double rate = settings.bytesPerSecond() / lanes.all().size();
    for (Lane lane : lanes.all()) {
      CleanerBrake brake = new CleanerBrake(rate, lane.clock()::nanoTime);
      brakes.add(brake);
      CleanerBench bench =
          new CleanerBench(settings.share(), count -> onBytes(brake, count), brake::isStopped);
      boardLane.execute(() -> findWork(lane, bench, brake));
    }
    lanes.start();
  }

  /** On the board's lane: give a lane the log that needs it most, or look again later. */
  private void findWork(Lane lane, CleanerBench bench, CleanerBrake brake) {
    if (brake.isStopped()) {
      return;
    }
    lastRunMs = lane.clock().monotonicMs();
    CleanerBoard.Pick pick = board.take(lane.clock().wallClockMs());
    if (pick == null) {
      boardLane.schedule(settings.backoffMs(), () -> findWork(lane, bench, brake));
      return;
    }
    CleanerRun run =
        new CleanerRun(
            lane, pick, bench, partitions, outcome -> onEnded(pick, outcome, lane, bench, brake));
    lane.execute(run::begin);
  }

  private void onEnded(
      CleanerBoard.Pick pick,
      CleanerRun.Outcome outcome,
      Lane lane,
      CleanerBench bench,
      CleanerBrake brake) {
    boardLane.execute(
        () -> {
          board.release(pick.partition());
          LogDirectory directory = outcome.directory();
          if (outcome.unreadable() != null) {
            board.setAside(pick.partition(), outcome.unreadable());
            uncleanable = board.uncleanableCount();
          } else if (directory != null) {
            runs.increment();
            onCleaned.accept(directory);
          } else {
            // Given up, and no better at once: the disk is full, say.
            boardLane.schedule(settings.backoffMs(), () -> findWork(lane, bench, brake));
            return;
          }
          findWork(lane, bench, brake);
        });
  }

  private void onBytes(CleanerBrake brake, int count) {
    moved.add(count);
    brake.onBytes(count);
  }

  /** How many logs have been compacted since the start. Any thread. */
  public long runCount() {
    return runs.sum();
  }

  /** How many bytes that took to read and to write. Any thread. */
  public long movedBytes() {
    return moved.sum();
  }

  /** How many logs could not be compacted when that was last found out. Any thread. */
  public int uncleanableCount() {
    return uncleanable;
  }

  /** How long ago a thread last looked for work. Any thread. */
  public long sinceLastRunMs() {
    return boardLane.clock().monotonicMs() - lastRunMs;
  }

  /** Give up what is being done, which leaves nothing behind, and end the lanes. */
  @Override
  public void close() {
    brakes.forEach(CleanerBrake::stop);
    lanes.close();
  }
}
