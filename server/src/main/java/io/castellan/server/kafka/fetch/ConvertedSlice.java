package io.castellan.server.kafka.fetch;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.DownConverter;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.castellan.kafka.protocol.schema.RecordsStream;
import io.castellan.server.kafka.log.LogSlice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A slice of a log as a consumer of an older format gets it: converted while it is sent, some
 * batches at a time, by an executor that may wait for disks.
 *
 * <p>Where the slice is small enough its first part is the whole, of known size, and nothing is
 * streamed. Otherwise the answer's size is told first: that of the slice, or of what was converted
 * of it already. Converted batches that would exceed it are left for the next request, and what is
 * missing at the end is filled with an entry that says it is longer than the rest.
 *
 * <p>One part at a time is made, by one thread; parts are handed over from thread to thread.
 */
public final class ConvertedSlice implements RecordsPayload, RecordsStream {
  private static final Logger log = LoggerFactory.getLogger(ConvertedSlice.class);

  /** About how much is converted at a time. */
  static final int PART_BYTES = 32 * 1024;

  private static final long NO_OFFSET = -1;
  private static final int SMALLEST_CLAIM = 61;

  /**
   * What is wanted.
   *
   * @param magic the newest format that the consumer knows, 0 or 1
   * @param fetchOffset the offset it asked for
   * @param maxBytes how much it wants at most
   * @param hardLimit whether that holds for the first message too, which is then cut (Fetch before
   *     version 3)
   * @param maxRecordBytes the largest record, expanded, that is held in memory
   */
  public record Terms(
      int magic, long fetchOffset, int maxBytes, boolean hardLimit, int maxRecordBytes) {}

  /**
   * What came of a slice.
   *
   * @param error {@code NONE}, or why not even its first batch can be given
   * @param records the records, null if there is an error or nothing for such a consumer
   * @param nextOffset the offset after what was looked at
   */
  public record Begun(ErrorCode error, @Nullable ConvertedSlice records, long nextOffset) {}

  private final LogSlice slice;
  private final SliceEntries entries;
  private final DownConverter converter;
  private final Terms terms;
  private final Executor executor;
  private @Nullable ByteBuf waiting;
  private int size;
  private int produced;
  private long nextOffset;
  private boolean ahead;
  private boolean ended;
  private boolean filling;

  private ConvertedSlice(LogSlice slice, Terms terms, Executor executor) {
    this.slice = slice;
    this.terms = terms;
    this.executor = executor;
    this.entries = new SliceEntries(slice);
    this.converter = new DownConverter(terms.magic, terms.fetchOffset, terms.maxRecordBytes);
    this.nextOffset = terms.fetchOffset;
  }

  /**
   * Converts the beginning of a slice. May wait for a disk.
   *
   * @param slice becomes the result's, or is released
   * @param executor where the rest is converted
   */
  public static Begun begin(LogSlice slice, Terms terms, Executor executor) {
    ConvertedSlice converted = new ConvertedSlice(slice, terms, executor);
    boolean kept = false;
    try {
      ErrorCode error = converted.begin();
      kept = error == ErrorCode.NONE && converted.size > 0;
      return new Begun(error, kept ? converted : null, converted.nextOffset);
    } finally {
      if (!kept) {
        converted.release();
      }
    }
  }

  private ErrorCode begin() {
    ByteBuf first = ByteBufAllocator.DEFAULT.buffer(Math.min(slice.sizeInBytes(), PART_BYTES));
    waiting = first;
    ErrorCode problem = convert(first, PART_BYTES, terms.maxBytes);
    if (!first.isReadable()) {
      return problem;
    }
    lookAhead();
    if (terms.hardLimit && first.readableBytes() > terms.maxBytes) {
      first.writerIndex(first.readerIndex() + terms.maxBytes);
      ended = true;
    }
    size =
        ended
            ? first.readableBytes()
            : Math.max(first.readableBytes(), Math.min(slice.sizeInBytes(), terms.maxBytes));
    produced = first.readableBytes();
    return ErrorCode.NONE;
  }

  /** Finds out whether the first part is all: then its size is the answer's. */
  private void lookAhead() {
    try {
      ahead = !ended && entries.next();
    } catch (InvalidRecordException damaged) {
      ahead = false; // said when somebody asks for it
    }
    ended = !ahead;
  }

  /**
   * Converts entries into a buffer: until it has some bytes, as long as it stays below a limit. The
   * first entry is taken whatever its size.
   *
   * @return why it ended early, {@code NONE} if it did not
   */
  private ErrorCode convert(ByteBuf into, int some, int limit) {
    try {
      while (into.readableBytes() < some && !ended) {
        if (!ahead && !entries.next()) {
          ended = true;
          return ErrorCode.NONE;
        }
        ahead = false;
        int before = into.writerIndex();
        if (converter.convert(entries.entry(), into) == DownConverter.Outcome.UNKNOWN_CODEC) {
          ended = true;
          return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
        }
        boolean first = produced == 0 && before == into.readerIndex();
        if (!first && into.readableBytes() > limit) {
          into.writerIndex(before);
          ended = true;
          return ErrorCode.NONE;
        }
        nextOffset = entries.entry().lastOffset() + 1;
      }
      return ErrorCode.NONE;
    } catch (InvalidRecordException e) {
      // Where a batch is damaged the answer ends before it; who asks for it is told.
      log.warn("not converted file={} reason={}", slice, e.getMessage());
      ended = true;
      return ErrorCode.CORRUPT_MESSAGE;
    }
  }

  @Override
  public int sizeInBytes() {
    return size;
  }

  @Override
  public Object transfer() {
    ByteBuf first = waiting;
    if (first == null || first.readableBytes() < size) {
      return this;
    }
    waiting = null;
    release();
    return first;
  }

  @Override
  public void next(Consumer<@Nullable ByteBuf> onPart) {
    ByteBuf first = waiting;
    if (first != null) {
      waiting = null;
      onPart.accept(first);
      return;
    }
    executor.execute(
        () -> {
          ByteBuf part = null;
          try {
            part = make();
          } catch (RuntimeException broken) {
            log.error("conversion failed, connection closed file={}", slice, broken);
          }
          onPart.accept(part);
        });
  }

  private ByteBuf make() {
    int left = size - produced;
    ByteBuf part = ByteBufAllocator.DEFAULT.buffer(Math.min(left, PART_BYTES));
    boolean made = false;
    try {
      if (!ended) {
        convert(part, PART_BYTES, left);
      }
      if (!part.isReadable()) {
        fill(part, left);
      }
      made = true;
    } finally {
      if (!made) {
        part.release();
      }
    }
    produced += part.readableBytes();
    return part;
  }

  /** An entry that cannot be read to its end, as stock sends it. */
  private void fill(ByteBuf part, int left) {
    if (!filling) {
      filling = true;
      ByteBuf head = ByteBufAllocator.DEFAULT.buffer(12);
      head.writeLong(NO_OFFSET).writeInt(Math.max(left + 1, SMALLEST_CLAIM));
      part.writeBytes(head, Math.min(left, head.readableBytes()));
      head.release();
    }
    part.writeZero(Math.min(left - part.readableBytes(), PART_BYTES));
  }

  @Override
  public void release() {
    if (waiting != null) {
      waiting.release();
      waiting = null;
    }
    converter.close();
    slice.release();
  }
}
