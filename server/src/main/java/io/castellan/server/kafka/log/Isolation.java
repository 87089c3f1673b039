package io.castellan.server.kafka.log;

/** How far a reader may look. */
public enum Isolation {
  /** To the end: followers. */
  LOG_END,
  /** To the high watermark: consumers, {@code read_uncommitted}. */
  HIGH_WATERMARK,
  /** To the last stable offset: consumers, {@code read_committed} (KIP-98). */
  COMMITTED
}
