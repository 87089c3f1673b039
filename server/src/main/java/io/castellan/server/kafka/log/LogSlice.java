package io.castellan.server.kafka.log;

import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A run of batches in a segment's file, to be sent from there without copying. It holds the
 * segment, so that its file stays open: {@link #release} it exactly once, when the last byte is on
 * its way, from any thread.
 */
public final class LogSlice {
  private final LogView view;
  private final Segment segment;
  private final int position;
  private final int size;

  /** A slice of a segment that has been retained for it. */
  LogSlice(LogView view, Segment segment, int position, int size) {
    this.view = view;
    this.segment = segment;
    this.position = position;
    this.size = size;
  }

  /** What it was found in. */
  LogView view() {
    return view;
  }

  /** The file; for reading at positions and for sendfile only. */
  public FileChannel channel() {
    return segment.channel();
  }

  /** The file's name, for messages. */
  public Path path() {
    return segment.path();
  }

  /** Where the slice begins in the file. */
  public long position() {
    return position;
  }

  /** How many bytes it has; the last batch may be cut short by them, which receivers expect. */
  public int sizeInBytes() {
    return size;
  }

  /** The segment's first offset, which names its file. */
  public long segmentBaseOffset() {
    return segment.baseOffset();
  }

  /** Lets go of the segment. */
  public void release() {
    segment.release();
  }

  @Override
  public String toString() {
    return path() + " from " + position + ", " + size + " bytes";
  }
}
