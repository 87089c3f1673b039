package io.castellan.server.kafka.log;

/** A compaction was given up before its end, and may begin again. */
public final class CompactionStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** It stopped. */
  public CompactionStoppedException() {
    super("compaction stopped", null, false, false);
  }
}
