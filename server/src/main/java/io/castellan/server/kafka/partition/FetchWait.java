package io.castellan.server.kafka.partition;

import io.castellan.server.lane.Lane;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A fetch that found less than it asked for and waits, once, for all of its partitions together.
 * Any thread.
 *
 * <p>It is registered on the lane of each partition that it reads. Every append there looks at all
 * of its partitions, by their published counters, so whichever lane makes the sum reach the minimum
 * wakes it; the first to do so wins, the timer included. The woken fetch reads again from the start
 * and may well wait again: what counts as progress here is a good guess, not a promise.
 *
 * <p>The bad interleaving that registration must survive: the event loop reads, finds nothing; the
 * lane appends and sees no waiter; the event loop registers; nobody wakes it. Therefore each watch
 * carries the counter as it stood <em>before</em> the read, and the lane compares it again when it
 * takes the registration.
 */
public final class FetchWait {

  /**
   * One partition of the fetch.
   *
   * @param partition where to wait
   * @param readableBytes {@link FetchSource#readableBytes} as it stood before the read
   * @param stableOffset the last stable offset before the read, for a reader of committed data; -1
   *     for others, whose progress is any readable byte
   * @param undecided whether records stood between the last stable offset and the high watermark
   *     then: any progress may free more than it appends
   */
  public record Watch(
      FetchSource partition, long readableBytes, long stableOffset, boolean undecided) {

    long progress() {
      long grownBytes = partition.readableBytes() - readableBytes;
      if (stableOffset < 0) {
        return grownBytes;
      }
      if (partition.lastStableOffset() == stableOffset) {
        return 0;
      }
      // The end of a transaction frees what had been appended, and counted, before the read.
      return undecided ? Integer.MAX_VALUE : grownBytes;
    }
  }

  /** Null once it is done. */
  private final AtomicReference<@Nullable Runnable> whenReady;

  private final long missingBytes;
  private volatile List<Watch> watches;

  /**
   * @param missingBytes how many more bytes are wanted, at least 1
   * @param watches the partitions
   * @param whenReady run once, on whichever thread wakes the fetch; it must only hand over to the
   *     fetch's own event loop
   */
  public FetchWait(long missingBytes, List<Watch> watches, Runnable whenReady) {
    this.missingBytes = missingBytes;
    this.watches = List.copyOf(watches);
    this.whenReady = new AtomicReference<>(whenReady);
  }

  /** Register with every partition: one task for each lane that owns some of them. */
  public void start() {
    List<Watch> all = watches;
    all.stream()
        .map(watch -> watch.partition().lane())
        .distinct()
        .forEach(lane -> start(lane, all));
  }

  private void start(Lane lane, List<Watch> all) {
    lane.execute(
        () -> {
          for (Watch watch : all) {
            if (watch.partition().lane() == lane && !isDone()) {
              watch.partition().onWait(this);
            }
          }
        });
  }

  /** Whether it was woken, expired or cancelled: there is nothing left to do for it. */
  public boolean isDone() {
    return whenReady.get() == null;
  }

  /** Wake the fetch unless that happened before. */
  public void wake() {
    Runnable ready = whenReady.getAndSet(null);
    if (ready != null) {
      watches =
          List.of(); // partitions may hold on to this object for a while, but to nothing behind it
      ready.run();
    }
  }

  /** Never wake the fetch: its connection is gone. */
  public void cancel() {
    whenReady.set(null);
    watches = List.of();
  }

  /** Wake the fetch if its partitions have grown enough. */
  public void wakeIfSatisfied() {
    long progress = 0;
    for (Watch watch : watches) {
      progress += watch.progress();
      if (progress >= missingBytes) {
        wake();
        return;
      }
    }
  }
}
