package io.castellan.server.kafka.log;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many segments of a lane's logs have files open. Segments open theirs when they are
 * first needed; when there are too many, those that have not been used for longest, nearly, are
 * closed, and open again when they are needed again. So a broker with more logs than it may have
 * open files needs no more than those in use at a time.
 *
 * <p>Nearly: the segments stand in a queue in the order in which they were opened, and one that was
 * used since it was last looked at goes to its end once more (the "clock" of paging systems). Exact
 * order would cost every read a write that others wait for.
 *
 * <p>Any thread may open a file; closing is for the lane, since only it knows that nothing is being
 * appended.
 */
public final class OpenFiles {
  /** A segment has three: records, offset index, time index. */
  private static final int FILES_PER_SEGMENT = 3;

  /** Without bound. */
  static final OpenFiles UNBOUNDED = new OpenFiles(Integer.MAX_VALUE, Runnable::run);

  private static final int LEAST_SEGMENTS = 64;
  private static final int MOST_SEGMENTS = 20_000;

  private final int most;
  private final Executor lane;
  private final ConcurrentLinkedQueue<Segment> opened = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicBoolean closing = new AtomicBoolean();

  /**
   * @param most how many segments may have files open; for a moment there may be more
   * @param lane the owner of the logs
   */
  public OpenFiles(int most, Executor lane) {
    this.most = most;
    this.lane = lane;
  }

  /**
   * How many segments this process may have open: half of the files that the system lets it open,
   * the rest is for connections.
   */
  public static int mostSegments() {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : 1024;
    return (int) Math.max(LEAST_SEGMENTS, Math.min(MOST_SEGMENTS, files / 2 / FILES_PER_SEGMENT));
  }

  /** How many segments have files open. */
  public int count() {
    return count.get();
  }

  /** A segment has opened its first file. Any thread. */
  void onOpened(Segment segment) {
    if (most == Integer.MAX_VALUE) {
      return;
    }
    opened.add(segment);
    if (count.incrementAndGet() > most && closing.compareAndSet(false, true)) {
      lane.execute(this::closeSome);
    }
  }

  /** A segment that had files open is closed for good. Any thread. */
  void onClosed(Segment segment) {
    if (most != Integer.MAX_VALUE && opened.remove(segment)) {
      count.decrementAndGet();
    }
  }

  private void closeSome() {
    closing.set(false);
    int looks = 2 * count.get(); // the second look at one counts whatever it was used for
    for (int i = 0; i < looks && count.get() > most; i++) {
      Segment segment = opened.poll();
      if (segment == null) {
        return;
      }
      boolean spared = segment.takeUsed() && i < looks / 2;
      if (!spared && segment.closeFiles()) {
        count.decrementAndGet();
      } else {
        opened.add(segment);
      }
    }
  }
}
