package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.Timer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The appends of one partition with acks=all that wait until every replica in sync has them. Owned
 * by the partition's lane.
 *
 * <p>Appends come in the order of their offsets and the high watermark only grows, so the queue is
 * answered from its head and nothing is searched.
 */
final class AckQueue {

  /** One waiting append. */
  private static final class Entry {
    final long requiredHighWatermark;
    final Consumer<ErrorCode> whenDone;
    @Nullable Timer timer;

    Entry(long requiredHighWatermark, Consumer<ErrorCode> whenDone) {
      this.requiredHighWatermark = requiredHighWatermark;
      this.whenDone = whenDone;
    }

    void complete(ErrorCode error) {
      if (timer != null) {
        timer.cancel();
      }
      whenDone.accept(error);
    }
  }

  private final Lane lane;
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();

  AckQueue(Lane lane) {
    this.lane = lane;
  }

  /**
   * Wait for the high watermark.
   *
   * @param requiredHighWatermark the offset after the append's last
   * @param timeoutMs how long; then {@code REQUEST_TIMED_OUT}, while the data stays in the log
   * @param whenDone told, on the lane and once, {@code NONE} or why not
   */
  void await(long requiredHighWatermark, int timeoutMs, Consumer<ErrorCode> whenDone) {
    lane.assertOwner();
    Entry entry = new Entry(requiredHighWatermark, whenDone);
    entry.timer = lane.schedule(timeoutMs, () -> expire(entry));
    waiting.addLast(entry);
  }

  /**
   * Answer those that the high watermark has reached.
   *
   * @param error what they are told: {@code NONE}, or {@code NOT_ENOUGH_REPLICAS_AFTER_APPEND} when
   *     the ISR has shrunk meanwhile
   */
  void onHighWatermark(long highWatermark, ErrorCode error) {
    Entry head;
    while ((head = waiting.peekFirst()) != null && head.requiredHighWatermark <= highWatermark) {
      waiting.pollFirst();
      head.complete(error);
    }
  }

  /** Answer all with an error: the partition is not led here any more, or its disk failed. */
  void failAll(ErrorCode error) {
    Entry head;
    while ((head = waiting.pollFirst()) != null) {
      head.complete(error);
    }
  }

  /** How many appends wait. */
  int size() {
    return waiting.size();
  }

  private void expire(Entry entry) {
    if (waiting.remove(entry)) {
      entry.complete(ErrorCode.REQUEST_TIMED_OUT);
    }
  }
}
