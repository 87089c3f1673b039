package io.castellan.server.kafka.log;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * What one thread needs to compact logs, one after the other: the map of keys, buffers, the brake.
 * Costs little until it is used, and little again once a log is done.
 */
public final class CleanerBench implements AutoCloseable {
  /**
   * A thread's share of what {@code log.cleaner.*} allows to all of them.
   *
   * @param mapBytes what the map of keys may take, of {@code log.cleaner.dedupe.buffer.size}
   * @param mapLoadFactor how full it may get, {@code log.cleaner.io.buffer.load.factor}
   * @param bufferBytes what is read or written at a time, of {@code log.cleaner.io.buffer.size}
   */
  public record Share(long mapBytes, double mapLoadFactor, int bufferBytes) {}

  private final Share share;
  private final IntConsumer throttle;
  private final BooleanSupplier stopping;
  private final OffsetMap map;
  private final SegmentScan scan;
  private ByteBuf out = Unpooled.EMPTY_BUFFER;

  /**
   * @param throttle told of bytes that were read or written, and returns when it is time for more
   * @param stopping whether the work is to be given up
   */
  public CleanerBench(Share share, IntConsumer throttle, BooleanSupplier stopping) {
    this.share = share;
    this.throttle = throttle;
    this.stopping = stopping;
    this.map = new OffsetMap(share.mapBytes, share.mapLoadFactor);
    this.scan = new SegmentScan(share.bufferBytes, this::onBytes);
  }

  /** Waits until more bytes may be moved; gives up if the broker is stopping. */
  void onBytes(int count) {
    throttle.accept(count);
    checkStopping();
  }

  void checkStopping() {
    if (stopping.getAsBoolean()) {
      throw new CompactionStoppedException();
    }
  }

  OffsetMap map() {
    return map;
  }

  SegmentScan scan() {
    return scan;
  }

  /** An empty buffer for what is to be written; {@link #isFull} says when. */
  ByteBuf out() {
    if (out.capacity() == 0) {
      out = Unpooled.directBuffer(share.bufferBytes);
    }
    return out.clear();
  }

  boolean isFull(ByteBuf buffer) {
    return buffer.readableBytes() >= share.bufferBytes;
  }

  /** Gives the memory back that the last log needed. */
  void clear() {
    map.clear();
    scan.close();
    out.release();
    out = Unpooled.EMPTY_BUFFER;
  }

  @Override
  public void close() {
    clear();
  }
}
