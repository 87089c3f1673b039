package io.castellan.server.kafka.handler;

import java.util.concurrent.atomic.LongAdder;

/** What comes and goes, over all topics. Any thread. */
public final class Traffic {
  private final LongAdder messagesIn = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesRejected = new LongAdder();
  private final LongAdder failedProduces = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final LongAdder failedFetches = new LongAdder();

  /** Records of one partition are in the log. */
  public void onProduced(long messages, int bytes) {
    messagesIn.add(messages);
    bytesIn.add(bytes);
  }

  /** Records of one partition were refused. */
  public void onProduceFailed(int bytes) {
    failedProduces.increment();
    bytesRejected.add(bytes);
  }

  /** Records go out. */
  public void onFetched(long bytes) {
    bytesOut.add(bytes);
  }

  /** A partition was not read, for an error. */
  public void onFetchFailed() {
    failedFetches.increment();
  }

  public long messagesIn() {
    return messagesIn.sum();
  }

  public long bytesIn() {
    return bytesIn.sum();
  }

  public long bytesRejected() {
    return bytesRejected.sum();
  }

  public long failedProduces() {
    return failedProduces.sum();
  }

  public long bytesOut() {
    return bytesOut.sum();
  }

  public long failedFetches() {
    return failedFetches.sum();
  }
}
