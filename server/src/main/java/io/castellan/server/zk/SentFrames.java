package io.castellan.server.zk;

import io.castellan.server.zk.metrics.ConnectionMetrics;

/**
 * Counts what one connection sends, and tells the server's metrics once for each buffer. Owned by
 * the connection's event loop.
 */
final class SentFrames {
  private static final int LENGTH_BYTES = 4;

  private final ConnectionMetrics metrics;
  private long answerBytes;
  private long eventBytes;
  private int lastAnswer;
  private int minAnswer = Integer.MAX_VALUE;
  private int maxAnswer;

  SentFrames(ConnectionMetrics metrics) {
    this.metrics = metrics;
  }

  /** A frame of so many bytes, its length before it included, was written to the buffer. */
  void add(boolean event, int bytes) {
    if (event) {
      eventBytes += bytes;
      return;
    }
    answerBytes += bytes;
    lastAnswer = bytes - LENGTH_BYTES;
    minAnswer = Math.min(minAnswer, lastAnswer);
    maxAnswer = Math.max(maxAnswer, lastAnswer);
  }

  /** The buffer goes out. */
  void publish() {
    metrics.onSent(answerBytes, eventBytes);
    if (answerBytes > 0) {
      metrics.responseSizes().add(lastAnswer, minAnswer, maxAnswer);
    }
    answerBytes = 0;
    eventBytes = 0;
    minAnswer = Integer.MAX_VALUE;
    maxAnswer = 0;
  }
}
