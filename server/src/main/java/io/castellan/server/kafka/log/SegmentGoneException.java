package io.castellan.server.kafka.log;

import java.nio.file.Path;

/**
 * A reader went by a view that was old, and the segment it looked into has been deleted since: what
 * it asked for is no longer part of the log. Never leaves this package.
 */
final class SegmentGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SegmentGoneException(Path path) {
    super(path + ": deleted while it was looked up", null, false, false);
  }
}
