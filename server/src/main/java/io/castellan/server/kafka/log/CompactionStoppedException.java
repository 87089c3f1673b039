package io.castellan.server.kafka.log;

/** A compaction was given up before its end, and has left nothing behind; it may begin again. */
public final class CompactionStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CompactionStoppedException() {
    super("compaction stopped", null, false, false);
  }
}
