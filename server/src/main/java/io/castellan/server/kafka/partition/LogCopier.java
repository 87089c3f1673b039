package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.log.AppendOrigin;
import io.castellan.server.kafka.log.AppendResult;
import io.castellan.server.kafka.log.Isolation;
import io.castellan.server.kafka.log.LeaderEpochs;
import io.castellan.server.kafka.log.LogRead;
import io.castellan.server.kafka.log.LogSlice;
import io.castellan.server.kafka.log.LogView;
import io.castellan.server.kafka.log.PartitionLog;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;

/**
 * Brings the copy of a log that is being moved up to what the log has, a piece at a time. Whoever
 * owns the copy calls; the log is only read.
 */
final class LogCopier {
  private static final int PIECE_BYTES = 1 << 20;

  /** How much is copied at most while the partition's lane holds still. */
  private static final int MOST_PIECES_WHILE_HELD = 4;

  /**
   * Cuts a copy that an earlier process has begun to what the log still has: records of another
   * leader's epoch may stand in their place by now (KIP-101).
   */
  void agree(LogMove move) {
    PartitionLog future = future(move);
    LogView source = move.partition().view();
    move.agreesSince(source.truncations());
    long end = future.logEndOffset();
    if (end == future.logStartOffset()) {
      return;
    }
    LeaderEpochs.Entry shared = source.endOffsetForEpoch(future.view().latestLeaderEpoch());
    boolean sameEpoch = shared.epoch() == future.view().latestLeaderEpoch();
    if (!sameEpoch || shared.startOffset() <= future.logStartOffset()) {
      future.truncateFullyAndStartAt(source.logStartOffset(), 0);
    } else if (shared.startOffset() < end) {
      future.truncateTo(shared.startOffset(), 0);
    }
  }

  /**
   * Copies the next piece.
   *
   * @return false if there is none: the copy has all that the log has
   */
  boolean copySome(LogMove move, long nowMs) {
    PartitionLog future = future(move);
    LogView source = move.partition().view();
    long at = future.logEndOffset();
    if (source.truncations() != move.truncations() || at < source.logStartOffset()) {
      // Cut under the copy, or deleted faster than it is copied: what it has is of no use.
      future.truncateFullyAndStartAt(source.logStartOffset(), nowMs);
      move.deletions().run(Long.MAX_VALUE);
      move.agreesSince(source.truncations());
      at = future.logEndOffset();
    }
    LogRead read = source.read(at, PIECE_BYTES, Isolation.LOG_END, true);
    LogSlice slice = read.slice();
    if (slice == null) {
      // Deleted since the view was sampled: the next one tells.
      return read.error() == ErrorCode.OFFSET_OUT_OF_RANGE;
    }
    ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(slice.sizeInBytes());
    try {
      read(slice, bytes);
      AppendResult result = future.append(bytes, -1, nowMs, AppendOrigin.REPLICATION);
      if (result.error() != ErrorCode.NONE) {
        throw StorageException.corrupt(
            slice.path(), slice.position(), "cannot be copied: " + result.message());
      }
      return true;
    } finally {
      bytes.release();
      slice.release();
    }
  }

  /**
   * Copies what little there is left while nobody appends to the log.
   *
   * @return false if that was too much: the copy has to follow for longer
   */
  boolean copyRest(LogMove move, long nowMs) {
    for (int i = 0; i < MOST_PIECES_WHILE_HELD; i++) {
      if (!copySome(move, nowMs)) {
        return true;
      }
    }
    return false;
  }

  private static PartitionLog future(LogMove move) {
    PartitionLog future = move.future();
    if (future == null) {
      throw new IllegalStateException("copy of " + move.topicPartition() + " is not open");
    }
    return future;
  }

  private static void read(LogSlice slice, ByteBuf into) {
    try {
      while (into.readableBytes() < slice.sizeInBytes()) {
        int left = slice.sizeInBytes() - into.readableBytes();
        long position = slice.position() + into.readableBytes();
        if (into.writeBytes(slice.channel(), position, left) < 0) {
          throw new EOFException("end at " + position);
        }
      }
    } catch (IOException e) {
      throw StorageException.failed("read at position " + slice.position(), slice.path(), e);
    }
  }
}
