package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Steps over the batches and messages in a region of a buffer, of any magic, without opening them.
 *
 * <pre>{@code
 * Records records = new Records().wrap(buf);
 * while (records.next()) {
 *   if (records.magic() == RecordBatch.MAGIC) { use(records.batch()); }
 * }
 * int cut = records.trailingBytes();
 * }</pre>
 *
 * <p>An entry that the region cuts short ends the iteration and is counted in {@link
 * #trailingBytes}: a fetch may cut its last batch, and whoever must not see that checks for 0. An
 * entry that cannot be (a size below the smallest, an unknown magic) is an error.
 *
 * <p>Reused and not for two threads, like the views that it hands out.
 */
public final class Records {
  /** The bytes of an entry up to and including the magic. */
  private static final int UP_TO_MAGIC = RecordBatch.MAGIC_OFFSET + 1;

  private final RecordBatch batch = new RecordBatch();
  private final LegacyMessages legacy = new LegacyMessages();
  private @Nullable ByteBuf buf;
  private int from;
  private int until;
  private int start;
  private int size;

  /** Starts over the readable bytes of a buffer. */
  public Records wrap(ByteBuf buffer) {
    return wrap(buffer, buffer.readerIndex(), buffer.readableBytes());
  }

  /** Starts over {@code length} bytes from the absolute {@code index} on. */
  public Records wrap(ByteBuf buffer, int index, int length) {
    buf = buffer;
    from = index;
    start = index;
    until = index + length;
    size = 0;
    return this;
  }

  /**
   * Moves to the next entry that is there completely.
   *
   * @return false at the end of the region or at an entry that it cuts short
   * @throws InvalidRecordException of the corrupt kind, at an entry that cannot be
   */
  public boolean next() throws InvalidRecordException {
    ByteBuf b = buffer();
    start += size;
    size = 0;
    int left = until - start;
    if (left < RecordBatch.LOG_OVERHEAD) {
      return false;
    }
    int length = b.getInt(start + RecordBatch.LENGTH_OFFSET);
    if (length < LegacyMessages.MIN_MESSAGE_SIZE) {
      throw InvalidRecordException.corrupt(
          start,
          "entry length: " + length + " (expected: >= " + LegacyMessages.MIN_MESSAGE_SIZE + ")");
    }
    if (left < UP_TO_MAGIC) {
      return false;
    }
    byte magic = b.getByte(start + RecordBatch.MAGIC_OFFSET);
    if (magic < 0 || magic > RecordBatch.MAGIC) {
      throw InvalidRecordException.corrupt(start, "magic: " + magic + " (expected: 0, 1 or 2)");
    }
    int smallest = smallestEntry(magic) - RecordBatch.LOG_OVERHEAD;
    if (length < smallest) {
      throw InvalidRecordException.corrupt(
          start,
          "entry length: " + length + " (expected: >= " + smallest + " for magic " + magic + ")");
    }
    if (left - RecordBatch.LOG_OVERHEAD < length) {
      return false;
    }
    size = length + RecordBatch.LOG_OVERHEAD;
    return true;
  }

  /** The bytes of the smallest entry of a magic that can be. */
  public static int smallestEntry(int magic) {
    return switch (magic) {
      case 0 -> RecordBatch.LOG_OVERHEAD + LegacyMessages.MIN_MESSAGE_SIZE;
      case 1 -> RecordBatch.LOG_OVERHEAD + LegacyMessages.MIN_MESSAGE_SIZE_V1;
      default -> RecordBatch.HEADER_SIZE;
    };
  }

  /** Where the entry begins, in bytes from the start of the region. */
  public int position() {
    return start - from;
  }

  /** Where the entry begins, as an absolute index of the buffer. */
  public int index() {
    return start;
  }

  /** The whole entry in bytes. */
  public int sizeInBytes() {
    return size;
  }

  /** Appends the whole entry to a buffer, as it is. */
  public void copyTo(ByteBuf out) {
    out.writeBytes(buffer(), start, size);
  }

  /** The version of the entry's format: 0, 1 or 2. */
  public byte magic() {
    return buffer().getByte(start + RecordBatch.MAGIC_OFFSET);
  }

  /**
   * The entry's first eight bytes: the first offset of a batch, the last offset of a message set.
   */
  public long baseOffset() {
    return buffer().getLong(start);
  }

  /** The entry's last offset. */
  public long lastOffset() {
    return magic() < RecordBatch.MAGIC ? baseOffset() : batch().lastOffset();
  }

  /** The entry's largest timestamp in ms, or -1. */
  public long maxTimestamp() {
    return magic() < RecordBatch.MAGIC ? legacy().timestamp() : batch().maxTimestamp();
  }

  /** A view over the entry, which must be of magic 2; the next {@link #next} invalidates it. */
  public RecordBatch batch() {
    return batch.wrap(buffer(), start);
  }

  /**
   * A view over the entry, which must be of magic 0 or 1; the next {@link #next} invalidates it.
   */
  public LegacyMessages legacy() {
    return legacy.wrap(buffer(), start);
  }

  /**
   * Checks the entry's checksum.
   *
   * @throws InvalidRecordException of the corrupt kind
   */
  public void ensureValid() throws InvalidRecordException {
    if (magic() < RecordBatch.MAGIC) {
      legacy().ensureValid();
    } else {
      batch().ensureValid();
    }
  }

  /** The bytes after the last entry that {@link #next} found, once it has returned false. */
  public int trailingBytes() {
    return until - start - size;
  }

  /** The buffer that it steps over. */
  ByteBuf buffer() {
    ByteBuf b = buf;
    if (b == null) {
      throw new IllegalStateException("records view not wrapped");
    }
    return b;
  }
}
