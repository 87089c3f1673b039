package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The one record of a control batch: the marker that ends a transaction in a partition (KIP-98).
 *
 * <p>Key: {@code version int16 = 0, type int16}. Value of a transaction marker: {@code version
 * int16 = 0, coordinatorEpoch int32}; later versions of either may append fields.
 *
 * @param type what the record is
 * @param coordinatorEpoch the epoch of the transaction coordinator that sent the marker; -1 for
 *     records that are no transaction markers
 */
public record ControlRecord(Type type, int coordinatorEpoch) {
  /** What a control record is. Consumers ignore those that they do not know. */
  public enum Type {
    /** The transaction is aborted. */
    ABORT,
    /** The transaction is committed. */
    COMMIT,
    /** One of the records of a KRaft metadata log, or one from the future. */
    OTHER
  }

  private static final int KEY_BYTES = 4;
  private static final int VALUE_BYTES = 6;

  /** Far more than any control record has. */
  private static final int MAX_RECORD_BYTES = 1 << 20;

  /**
   * Reads the record of a control batch, as a reader of whole records stands on it.
   *
   * @throws InvalidRecordException if the key or a marker's value is missing or short
   */
  public static ControlRecord of(Record record) throws InvalidRecordException {
    ByteBuf key = required(record.key(), KEY_BYTES, "key", record);
    Type type = typeOf(key.getShort(key.readerIndex() + 2));
    if (type == Type.OTHER) {
      return new ControlRecord(type, -1);
    }
    ByteBuf value = required(record.value(), VALUE_BYTES, "value", record);
    return new ControlRecord(type, value.getInt(value.readerIndex() + 2));
  }

  /**
   * Reads the record of a control batch, which must lie in its buffer as a whole.
   *
   * @return null if compaction has taken the record
   * @throws InvalidRecordException if its first record is no control record
   */
  public static @Nullable ControlRecord of(RecordBatch batch) throws InvalidRecordException {
    if (batch.recordsCount() == 0) {
      return null;
    }
    try (RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, MAX_RECORD_BYTES)) {
      reader.open(batch);
      reader.next();
      return of(reader.record());
    }
  }

  private static Type typeOf(short code) {
    return switch (code) {
      case 0 -> Type.ABORT;
      case 1 -> Type.COMMIT;
      default -> Type.OTHER;
    };
  }

  private static ByteBuf required(@Nullable ByteBuf bytes, int size, String what, Record record)
      throws InvalidRecordException {
    if (bytes == null || bytes.readableBytes() < size) {
      throw InvalidRecordException.invalid(
          record.offset(),
          "control record "
              + what
              + " size: "
              + (bytes == null ? -1 : bytes.readableBytes())
              + " (expected: >= "
              + size
              + ")");
    }
    if (bytes.getShort(bytes.readerIndex()) < 0) {
      throw InvalidRecordException.invalid(
          record.offset(), "control record " + what + " version below 0");
    }
    return bytes;
  }

  byte[] keyBytes() {
    byte code =
        switch (type) {
          case ABORT -> 0;
          case COMMIT -> 1;
          case OTHER -> throw new IllegalStateException("only transaction markers are written");
        };
    return new byte[] {0, 0, 0, code};
  }

  byte[] valueBytes() {
    return new byte[] {
      0,
      0,
      (byte) (coordinatorEpoch >>> 24),
      (byte) (coordinatorEpoch >>> 16),
      (byte) (coordinatorEpoch >>> 8),
      (byte) coordinatorEpoch
    };
  }
}
