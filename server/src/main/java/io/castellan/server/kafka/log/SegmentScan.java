package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.function.IntConsumer;

/**
 * Reads a segment from one end to the other, whole batches, in few large reads. The buffer grows to
 * the size of a batch that is larger, and shrinks again with the next segment. Used by one thread.
 */
final class SegmentScan implements AutoCloseable {
  private final int bufferBytes;
  private final IntConsumer onRead;
  private final Records records = new Records();
  private Segment segment;
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private int position;
  private int until;

  /**
   * @param bufferBytes how much is read at a time
   * @param onRead told how many bytes were read, each time
   */
  @SuppressWarnings("NullAway.Init") // The segment is set by over(), the only way to begin.
  SegmentScan(int bufferBytes, IntConsumer onRead) {
    this.bufferBytes = Math.max(bufferBytes, RecordBatch.HEADER_SIZE);
    this.onRead = onRead;
  }

  /** Begins with the batch at a position of a segment, which must be held. */
  SegmentScan over(Segment source, int from) {
    segment = source;
    position = from;
    until = source.sizeInBytes();
    if (buffer.capacity() != bufferBytes) {
      buffer.release();
      buffer = Unpooled.directBuffer(bufferBytes);
    }
    buffer.clear();
    records.wrap(buffer);
    return this;
  }

  /**
   * Moves to the next batch or message set.
   *
   * @return false at the segment's end
   * @throws InvalidRecordException at an entry that cannot be, or that the end cuts short
   */
  boolean next() throws InvalidRecordException {
    while (!records.next()) {
      position += records.position();
      if (position == until) {
        return false;
      }
      read();
    }
    return true;
  }

  /** The batch, as long as {@link #next} is not called again. */
  Records records() {
    return records;
  }

  /** Where the batch begins in the segment's file. */
  int position() {
    return position + records.position();
  }

  private void read() throws InvalidRecordException {
    int wanted = Math.min(bufferBytes, until - position);
    fill(wanted);
    long entry =
        wanted < RecordBatch.LOG_OVERHEAD
            ? RecordBatch.LOG_OVERHEAD
            : (long) buffer.getInt(8) + RecordBatch.LOG_OVERHEAD;
    if (entry > until - position) {
      throw corrupt("batch size: " + entry + " (expected: <= " + (until - position) + ")");
    }
    if (entry > wanted) {
      fill((int) entry);
    }
    records.wrap(buffer);
  }

  private void fill(int wanted) throws InvalidRecordException {
    if (wanted > buffer.capacity()) {
      buffer.release();
      buffer = Unpooled.directBuffer(wanted);
    }
    buffer.clear();
    try {
      while (buffer.readableBytes() < wanted) {
        int read =
            buffer.writeBytes(
                segment.channel(),
                (long) position + buffer.readableBytes(),
                wanted - buffer.readableBytes());
        if (read < 0) {
          throw corrupt("end of file (expected: size " + until + ")");
        }
      }
    } catch (IOException e) {
      throw StorageException.failed("read at position " + position, segment.path(), e);
    }
    onRead.accept(wanted);
  }

  private InvalidRecordException corrupt(String problem) {
    return new InvalidRecordException(
        InvalidRecordException.Kind.CORRUPT, position, segment.path() + ": " + problem);
  }

  @Override
  public void close() {
    buffer.release();
    buffer = Unpooled.EMPTY_BUFFER;
  }
}
