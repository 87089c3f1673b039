package io.castellan.server.zk.request;

import java.util.concurrent.atomic.LongAdder;

/**
 * How much this server has taken in and not answered yet. Event loops count what comes, the
 * ensemble lane what is answered; anyone may look, at numbers that are a moment old.
 */
public final class Outstanding {
  private final LongAdder admitted = new LongAdder();
  private final LongAdder admittedBytes = new LongAdder();
  private volatile long answered;
  private volatile long answeredBytes;
  private long answeredNow;
  private long answeredBytesNow;

  /** Requests were read. On an event loop. */
  public void onAdmitted(int count, long bytes) {
    admitted.add(count);
    admittedBytes.add(bytes);
  }

  /** A request was answered. On the ensemble lane. */
  void onAnswered(int bytes) {
    answeredNow++;
    answeredBytesNow += bytes;
  }

  /** Let everyone see what was answered. On the ensemble lane, once for each drain. */
  public void publish() {
    if (answered != answeredNow) {
      answered = answeredNow;
      answeredBytes = answeredBytesNow;
    }
  }

  /** How many requests are not answered. */
  public long count() {
    return Math.max(0, admitted.sum() - answered);
  }

  /** How many bytes they have. */
  public long bytes() {
    return Math.max(0, admittedBytes.sum() - answeredBytes);
  }
}
